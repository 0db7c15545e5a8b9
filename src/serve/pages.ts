import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, crc32, gzip } from 'node:zlib'
import type { Visit } from '../routes/visit.ts'

/** What the built pages export (`build/adapter-node.js`). */
export interface BuiltPages {
  readonly server: {
    init(options: {
      env: Record<string, string | undefined>
      read(file: string): ReadableStream
    }): Promise<void>
    respond(request: Request, options: { platform: unknown; getClientAddress(): string }): Promise<Response>
  }
}

interface Page {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer
  readonly etag: string
  readonly shared: boolean
  readonly madeAt: number
  readonly packed: Map<Encoding, Promise<Buffer>>
}

type Encoding = 'br' | 'gzip'

const freshMs = 1_000
const mostPages = 400
const mostBytes = 48 * 1_024 * 1_024
/** A body as large as the largest file we take, with room for the other fields of its form. */
const mostBody = 11 * 1_024 * 1_024

/** Renders pages; those that are the same for everybody are rendered once a second at most, however many ask. */
export class Pages {
  readonly #built: BuiltPages
  readonly #origin: string | null
  readonly #kept = new Map<string, Page>()
  readonly #underway = new Map<string, Promise<Page>>()
  /** What was asked for lately, the latest last. */
  readonly #asked = new Set<string>()
  #bytes = 0

  constructor(built: BuiltPages, origin: string | null) {
    this.#built = built
    this.#origin = origin
  }

  async answer(
    req: IncomingMessage,
    res: ServerResponse,
    visit: Visit,
    setCookies: readonly string[]
  ): Promise<void> {
    const anonymous =
      (req.method === 'GET' || req.method === 'HEAD') &&
      visit.who.kind === 'guest' &&
      visit.who.personId === null &&
      setCookies.length === 0
    const page = anonymous ? await this.#shared(req, visit) : await this.#render(req, visit)
    await send(req, res, page, setCookies)
  }

  async #shared(req: IncomingMessage, visit: Visit): Promise<Page> {
    // The language is in the address everywhere but at `/`, and a page knows its host only for links to itself.
    const key = `${req.headers.host} ${req.url} ${languageMatters(req.url!) ? (req.headers['accept-language'] ?? '') : ''}`
    const kept = this.#kept.get(key)
    if (kept && Date.now() - kept.madeAt < freshMs) return kept
    const underway = this.#underway.get(key)
    if (underway) return underway
    const made = this.#render(req, visit).finally(() => this.#underway.delete(key))
    this.#underway.set(key, made)
    const page = await made
    if (page.shared && this.#isAskedAgain(key)) this.#keep(key, page)
    return page
  }

  /** A page that one person asks for, once, is not worth the memory that it would take for a second. */
  #isAskedAgain(key: string): boolean {
    const isAgain = this.#asked.delete(key)
    this.#asked.add(key)
    if (this.#asked.size > mostPages) this.#asked.delete(this.#asked.values().next().value!)
    return isAgain
  }

  #keep(key: string, page: Page): void {
    this.#drop(key)
    this.#kept.set(key, page)
    this.#bytes += page.body.length
    while (this.#kept.size > mostPages || this.#bytes > mostBytes) this.#drop(this.#kept.keys().next().value!)
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.body.length ?? 0
    this.#kept.delete(key)
  }

  async #render(req: IncomingMessage, visit: Visit): Promise<Page> {
    const origin = this.#origin ?? `http://${req.headers.host ?? 'localhost'}`
    const sent = req.method === 'GET' || req.method === 'HEAD' ? null : await readBody(req)
    // Put behind one another, so that `//name` stays a path and names no other host.
    const request = new Request(new URL(origin + req.url!), {
      method: req.method === 'HEAD' ? 'GET' : req.method!,
      headers: headersOf(req),
      body: sent as BodyInit | null
    })
    Object.assign(req, { mozaika: visit })
    const response = await this.#built.server.respond(request, {
      platform: { req },
      getClientAddress: () => visit.address
    })
    const isLeft = visit.html !== undefined && response.headers.get('content-length') === '0'
    const body = isLeft ? visit.html! : Buffer.from(await response.arrayBuffer())
    return {
      status: response.status,
      headers: [...response.headers],
      body,
      // Two versions of one page that are told apart by their length or by a sum: no secret hangs on it.
      etag: `"${body.length.toString(36)}-${crc32(body).toString(36)}"`,
      shared: response.status === 200 && (response.headers.get('cache-control') ?? '').startsWith('public'),
      madeAt: Date.now(),
      packed: new Map()
    }
  }
}

/** Thrown for a body that is larger than any form of ours. */
export class BodyTooLarge extends Error {}

async function readBody(req: IncomingMessage): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > mostBody) throw new BodyTooLarge()
  const parts: Buffer[] = []
  let size = 0
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length
    if (size > mostBody) throw new BodyTooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts)
}

const languageMatters = (url: string) => !/^\/[a-z]{2}(?:[/?]|$)/.test(url)

function headersOf(req: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    if (typeof value === 'string') headers.set(name, value)
    else if (value) for (const one of value) headers.append(name, one)
  }
  return headers
}

const compressible = /^(?:text\/|application\/(?:json|atom\+xml|problem\+json|xml)|image\/svg)/

async function send(
  req: IncomingMessage,
  res: ServerResponse,
  page: Page,
  setCookies: readonly string[]
): Promise<void> {
  for (const [name, value] of page.headers) {
    if (name === 'set-cookie') res.appendHeader(name, value)
    else if (name !== 'content-length' && name !== 'etag') res.setHeader(name, value)
  }
  for (const cookie of setCookies) res.appendHeader('set-cookie', cookie)
  if (page.shared) {
    res.setHeader('etag', page.etag)
    if (req.headers['if-none-match']?.includes(page.etag)) {
      res.writeHead(304).end()
      return
    }
  }
  const encoding =
    page.body.length > 800 && compressible.test(String(res.getHeader('content-type') ?? ''))
      ? encodingOf(req)
      : undefined
  let body = page.body
  if (encoding) {
    body = await pack(page, encoding)
    res.setHeader('content-encoding', encoding)
    res.appendHeader('vary', 'accept-encoding')
  }
  res.setHeader('content-length', body.length)
  res.writeHead(page.status)
  res.end(req.method === 'HEAD' ? undefined : body)
}

function encodingOf(req: IncomingMessage): Encoding | undefined {
  const accepted = req.headers['accept-encoding'] ?? ''
  return /\bbr\b/.test(accepted as string) ? 'br' : /\bgzip\b/.test(accepted as string) ? 'gzip' : undefined
}

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

/** Packed once for all who share the page, well; for one person alone, quickly. */
function pack(page: Page, encoding: Encoding): Promise<Buffer> {
  const known = page.packed.get(encoding)
  if (known) return known
  const made =
    encoding === 'br'
      ? brotli(page.body, { params: { [constants.BROTLI_PARAM_QUALITY]: page.shared ? 5 : 1 } })
      : gzipped(page.body, { level: page.shared ? 6 : 1 })
  page.packed.set(encoding, made)
  return made
}
