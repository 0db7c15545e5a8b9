import type { Outcome } from '../core/door/perform.server.ts'
import type { How } from '../core/door/perform.server.ts'
import { Refusal } from '../core/door/refusal.ts'
import type { Problem } from '../core/door/refusal.ts'
import type { Who } from '../core/door/who.ts'
import type { FileKeeper } from '../core/file/keep.server.ts'
import { fileLimits } from '../core/file/rules.ts'
import type { IncomingMessage } from 'node:http'
import { readBytes } from './read-bytes.ts'
import type { JsonObject } from './read-json.ts'

/** The act whose body is a file instead of JSON. */
export const uploadName = 'file.keep'

/** What stands in the query beside the bytes: which step it is for, and the file's own facts. */
export const uploadQuery = ['stepId', 'name', 'alt'] as const

/** Keeps a file that is the body of a request: its media type is the Content-Type, the rest is said in the query. */
export async function keepSent(
  keeper: Pick<FileKeeper, 'keep'>,
  who: Who,
  said: JsonObject,
  request: IncomingMessage,
  how: How
): Promise<Outcome> {
  const { callId, stepId, name = 'file', alt = '', ...others } = said
  const problems: Problem[] = Object.keys(others).map(path => ({ path, code: 'unknown-key' }))
  for (const [path, value] of Object.entries({ callId, stepId, name, alt })) {
    if (typeof value !== 'string')
      problems.push({ path, code: value === undefined ? 'required' : 'wrong-type' })
  }
  if (problems.length > 0) throw new Refusal('invalid', { problems })
  const bytes = await readBytes(request, fileLimits.bytes)
  const declared = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim()
  const sent = { callId, stepId, name, alt } as { callId: string; stepId: string; name: string; alt: string }
  return keeper.keep(who, { ...sent, declared, bytes }, how)
}
