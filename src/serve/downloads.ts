import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { atomOfCall, atomOfOrganisation } from '../channels/feeds/atom.ts'
import { findCallView, listCalls } from '../core/call/views.ts'
import { listContributions } from '../core/contribution/views.ts'
import type { Who } from '../core/door/who.ts'
import { Refusal } from '../core/door/refusal.ts'
import { serveFile } from '../core/file/serve.server.ts'
import { openFile } from '../core/file/views.ts'
import { findOrganisationView } from '../core/organisation/views.ts'
import { findChangelog } from '../core/milestone/views.ts'
import type { Language } from '../locales/languages.ts'
import { refusalText } from '../locales/refusals.ts'
import type { App } from '../app.ts'
import { changesOf } from './feed-changes.ts'

/** Addresses without a language that answer with bytes: files, exports, feeds. */
const routes: readonly {
  readonly pattern: RegExp
  answer(app: App, who: Who, parts: readonly string[], req: IncomingMessage): Promise<Response>
}[] = [
  { pattern: /^\/files\/([0-9a-f-]{36})\/([0-9a-f-]{36})(\/thumb)?$/, answer: file },
  { pattern: /^\/(?:api\/v1\/)?calls\/([0-9a-z-]{1,100})\/export\.zip$/, answer: exportOfCall },
  { pattern: /^\/calls\/([0-9a-z-]{1,100})\/feed\.atom$/, answer: feedOfCall },
  { pattern: /^\/organisations\/([0-9a-z-]{1,60})\/feed\.atom$/, answer: feedOfOrganisation }
]

/** The download at this path, if it is one; what refuses it is told in plain words. */
export function findDownload(
  path: string
): ((app: App, who: Who, req: IncomingMessage, res: ServerResponse) => Promise<void>) | undefined {
  for (const { pattern, answer } of routes) {
    const match = pattern.exec(path)
    if (match) {
      return async (app, who, req, res) => {
        const response = await refusing(() => {
          if (req.method !== 'GET' && req.method !== 'HEAD') throw new Refusal('not-found')
          return answer(app, who, match.slice(1), req)
        })
        await send(req, res, response)
      }
    }
  }
  return undefined
}

async function refusing(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return new Response(`${refusalText(error, 'en')}\n`, {
      status: error.status,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
    })
  }
}

async function send(req: IncomingMessage, res: ServerResponse, response: Response): Promise<void> {
  response.headers.forEach((value, name) => res.setHeader(name, value))
  res.writeHead(response.status)
  if (req.method === 'HEAD' || !response.body) {
    await response.body?.cancel()
    res.end()
    return
  }
  // A reader who goes away half-way is no fault of ours.
  await pipeline(response.body, res).catch(() => res.destroy())
}

async function file(
  app: App,
  who: Who,
  [callId, fileId, thumb]: readonly string[],
  req: IncomingMessage
): Promise<Response> {
  const found = await app.look(openFile, who, { callId, fileId })
  return serveFile(app.files, found, {
    size: thumb ? 'thumb' : 'full',
    ifNoneMatch: req.headers['if-none-match'] ?? null
  })
}

async function exportOfCall(app: App, who: Who, [call]: readonly string[]): Promise<Response> {
  const { name, size, stream } = await app.exports.open(who, call!)
  return new Response(stream, {
    headers: {
      'content-type': 'application/zip',
      'content-length': String(size),
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store'
    }
  })
}

const nobody = (who: Who): Who => ({
  kind: 'guest',
  personId: null,
  address: 'address' in who ? who.address : ''
})

const feed = (text: string) =>
  new Response(text, {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'public, max-age=60' }
  })

async function feedOfCall(app: App, who: Who, [slug]: readonly string[]): Promise<Response> {
  const call = await app.look(findCallView, nobody(who), { call: slug })
  const step = call.currentStep
  const { items } = step
    ? await app.look(listContributions, nobody(who), {
        callId: call.callId,
        stepId: step,
        order: 'newest',
        limit: 30
      })
    : { items: [] }
  const page = `${app.config.origin}/${call.language}/calls/${call.slug}`
  const at = {
    self: `${app.config.origin}/calls/${call.slug}/feed.atom`,
    page,
    entry: (id: string) => `${page}/${id}`
  }
  const changes = await app.look(findChangelog, nobody(who), { callId: call.callId, limit: 30 })
  const became = changesOf(changes.items, page, call.language as Language)
  return feed(atomOfCall(call, items, at, guestName(call.language), became))
}

async function feedOfOrganisation(app: App, who: Who, [slug]: readonly string[]): Promise<Response> {
  const organisation = await app.look(findOrganisationView, nobody(who), { slug })
  const { items } = await app.look(listCalls, nobody(who), { organisation: slug, limit: 30 })
  const language = organisation.languages[0] ?? 'en'
  const at = {
    self: `${app.config.origin}/organisations/${slug}/feed.atom`,
    page: `${app.config.origin}/${language}/organisations/${slug}`,
    entry: (call: string) => `${app.config.origin}/${language}/calls/${call}`
  }
  return feed(atomOfOrganisation(organisation, items, at))
}

/** What stands for somebody who gave no name. */
const guestNames: Readonly<Record<string, string>> = {
  en: 'A guest',
  uk: 'Гість',
  pl: 'Gość',
  bg: 'Гост',
  es: 'Una persona invitada',
  ru: 'Гость'
}
const guestName = (language: string) => guestNames[language] ?? guestNames['en']!
