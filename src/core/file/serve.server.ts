import type { ResultOf } from '../door/act.ts'
import { servingHeaders } from './serving.ts'
import { keyOf } from './store.server.ts'
import type { FileStorage } from './storage.server.ts'
import type { openFile } from './views.ts'

/** A day: bytes never change, but what a moderator takes off should not stay in caches for long. */
const publicSeconds = 86_400

/**
 * The answer to a request for a file's bytes. `file` is what the view `file.open` gave, which is what decides who may
 * see it; of what only some may see nothing is kept anywhere.
 *
 * @param asked `thumb`: the small size of a picture. `ifNoneMatch`: the request's header of that name.
 */
export async function serveFile(
  storage: FileStorage,
  file: ResultOf<typeof openFile>,
  asked: { readonly size?: 'full' | 'thumb'; readonly ifNoneMatch?: string | null } = {}
): Promise<Response> {
  const size = asked.size === 'thumb' && file.type.startsWith('image/') ? 'thumb' : 'full'
  const tag = `"${file.fileId}-${size}"`
  const caching: Record<string, string> = file.isPublic
    ? { 'cache-control': `public, max-age=${publicSeconds}, immutable`, etag: tag }
    : { 'cache-control': 'private, no-store' }
  const headers = { ...servingHeaders(file.type, file.name), ...caching }
  if (file.isPublic && asked.ifNoneMatch === tag) return new Response(null, { status: 304, headers: caching })
  const stored = await storage.get(keyOf(file.callId, file.fileId, file.type, size))
  if (!stored) return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } })
  return new Response(stored.stream, { headers: { ...headers, 'content-length': String(stored.size) } })
}
