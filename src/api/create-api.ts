import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AnyAct, AnyView, Methods } from '../core/door/act.ts'
import { jsonOf, writtenJson } from '../core/door/own-json.ts'
import type { WrittenJson } from '../core/door/own-json.ts'
import type { Door, How, Outcome } from '../core/door/perform.server.ts'
import type { Who } from '../core/door/who.ts'
import type { FileKeeper } from '../core/file/keep.server.ts'
import { documentsOf } from './documents.ts'
import { inputSchema } from './input-schema.ts'
import { headersOf, isAnswer, problemOf } from './problem.ts'
import { mergeInput, readQuery } from './read-input.ts'
import { checkType, readJson } from './read-json.ts'
import type { JsonObject } from './read-json.ts'
import { RouteTable } from './route-table.ts'
import type { Match } from './route-table.ts'
import { checkSameSite } from './same-site.ts'
import { keepSent, uploadName } from './upload.ts'

export interface ApiParts {
  readonly door: Pick<Door, 'perform' | 'look'>
  readonly acts: ReadonlyMap<string, AnyAct>
  readonly views: ReadonlyMap<string, AnyView>
  readonly methods: Methods
  /** The way in for files; without it none are taken. */
  readonly keeper?: Pick<FileKeeper, 'keep'>
  /** Only its origin is asked for: whose pages may act for people here. */
  readonly config: { readonly origin: string }
  /** The Set-Cookie value by which a guest is known again. */
  guestCookie(personId: string): string
  /** The Set-Cookie value by which a browser forgets which guest it was. */
  forgottenGuestCookie(): string
  /** Told of what nobody foresaw; the reply says no more than the request id. */
  report?(requestId: string, error: unknown): void
}

/** Who is asking, found out before. */
interface ApiVisit {
  readonly who: Who
  readonly requestId: string
  /** Cookies to be sent with the answer, such as a session's renewed one. */
  readonly setCookies: readonly string[]
}

export type Api = (req: IncomingMessage, res: ServerResponse, visit: ApiVisit) => Promise<void>

/**
 * The REST API of all acts and views, as one function for `node:http`. It answers every request under `/api/v1`, and
 * never throws: a refusal becomes a problem (RFC 9457), anything else a 500 that is reported.
 */
export function createApi(parts: ApiParts): Api {
  const table = new RouteTable(parts.acts, parts.views, documentsOf(parts))
  const report = parts.report ?? reportToConsole
  return async (req, res, visit) => {
    const exchange = new Exchange(req, res, visit)
    try {
      await answer(parts, table, exchange)
    } catch (error) {
      if (!isAnswer(error)) report(visit.requestId, error)
      const problem = problemOf(error, visit.requestId)
      exchange.send(problem.status, { ...headersOf(error), ...problemJson }, JSON.stringify(problem))
    }
  }
}

async function answer(parts: ApiParts, table: RouteTable, exchange: Exchange): Promise<void> {
  const { verb, path } = exchange
  if (verb === 'OPTIONS')
    return exchange.send(204, { allow: 'GET, HEAD', 'access-control-allow-methods': 'GET, HEAD' }, '')
  const match = table.match(verb === 'HEAD' ? 'GET' : verb, path)
  switch (match.target.kind) {
    case 'document':
      return exchange.sendShared(writtenJson(match.target.make()))
    case 'view':
      return look(parts, match.target.definition, match, exchange)
    case 'act':
      return perform(parts, match.target.definition, match, exchange)
  }
}

async function look(parts: ApiParts, view: AnyView, { params }: Match, exchange: Exchange): Promise<void> {
  const input = mergeInput(
    params,
    readQuery(exchange.query, () => inputSchema(view))
  )
  const shown = await parts.door.look(view, exchange.visit.who, input)
  exchange.sendShared(jsonOf(shown))
}

async function perform(parts: ApiParts, act: AnyAct, { params }: Match, exchange: Exchange): Promise<void> {
  const { headers, visit } = exchange
  const isOurPage = checkSameSite(headers, visit.who, parts.config.origin)
  const how = {
    channel: isOurPage ? 'web' : 'api',
    idempotencyKey: keyOf(headers['idempotency-key'])
  } as const
  const outcome =
    act.name === uploadName && parts.keeper
      ? await keepSent(parts.keeper, visit.who, mergeInput(params, queryOf(act, exchange)), exchange.req, how)
      : await performJson(parts, act, params, exchange, how)
  const isNewGuest = visit.who.kind === 'guest' && visit.who.personId === null && outcome.personId !== null
  const cookies = [
    ...(isNewGuest ? [parts.guestCookie(outcome.personId!)] : []),
    // The cookie of whoever is gone leads to nobody: with it a browser could do nothing as anybody else.
    ...(act.name === erasureName ? [parts.forgottenGuestCookie()] : [])
  ]
  exchange.send(200, json, JSON.stringify({ result: outcome.result ?? null, lines: outcome.lines }), cookies)
}

async function performJson(
  parts: ApiParts,
  act: AnyAct,
  params: Match['params'],
  exchange: Exchange,
  how: How
): Promise<Outcome> {
  // A form of another site cannot send this type; asked for even where there is no body to be of it.
  if (exchange.headers.cookie !== undefined && exchange.visit.who.kind !== 'token')
    checkType(exchange.headers['content-type'])
  const body = await readJson(exchange.req)
  // Many clients and proxies lose the body of a DELETE; its query says the same.
  const input = mergeInput(params, body ?? (exchange.verb === 'DELETE' ? queryOf(act, exchange) : {}))
  return parts.door.perform(act, exchange.visit.who, input, how)
}

const queryOf = (definition: AnyAct | AnyView, { query }: Exchange): JsonObject =>
  readQuery(query, () => inputSchema(definition))

/** The header's draft standard writes the key as a quoted string; most clients leave the quotes out. */
function keyOf(header: string | string[] | undefined): string | undefined {
  const key = Array.isArray(header) ? header.join(',') : header
  return key !== undefined && /^".*"$/.test(key) ? key.slice(1, -1) : key
}

const erasureName = 'person.erase'

const problemJson = { 'content-type': 'application/problem+json' }
const json = { 'content-type': 'application/json' }

const readingVerbs: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** One request and its answer. */
class Exchange {
  readonly req: IncomingMessage
  readonly #res: ServerResponse
  readonly visit: ApiVisit
  readonly verb: string
  readonly path: string
  readonly query: string

  constructor(req: IncomingMessage, res: ServerResponse, visit: ApiVisit) {
    this.req = req
    this.#res = res
    this.visit = visit
    this.verb = req.method ?? 'GET'
    const url = req.url ?? '/'
    const mark = url.indexOf('?')
    this.path = mark < 0 ? url : url.slice(0, mark)
    this.query = mark < 0 ? '' : url.slice(mark + 1)
  }

  get headers(): IncomingMessage['headers'] {
    return this.req.headers
  }

  /** Whoever brings nothing to be known by sees what everybody sees. */
  get #isAnonymous(): boolean {
    return this.headers.cookie === undefined && this.headers.authorization === undefined
  }

  /** A reading: the same for everybody who brings no cookie and no token, so it may be kept for a moment by all. */
  sendShared({ latin1, sum }: WrittenJson): void {
    if (!this.#isAnonymous) return this.#send(200, json, latin1, 'latin1')
    const etag = `"${latin1.length.toString(36)}-${sum.toString(36)}"`
    const headers = { ...json, etag, 'cache-control': 'public, max-age=1' }
    const isKnown = this.headers['if-none-match']?.includes(etag) ?? false
    this.#send(isKnown ? 304 : 200, headers, isKnown ? '' : latin1, 'latin1')
  }

  send(
    status: number,
    headers: Readonly<Record<string, string>>,
    body: string,
    cookies: readonly string[] = []
  ): void {
    if (this.#res.headersSent) return
    for (const cookie of cookies) this.#res.appendHeader('set-cookie', cookie)
    this.#send(status, headers, body, 'utf8')
  }

  #send(
    status: number,
    headers: Readonly<Record<string, string>>,
    body: string,
    encoding: 'utf8' | 'latin1'
  ): void {
    const res = this.#res
    for (const cookie of this.visit.setCookies) res.appendHeader('set-cookie', cookie)
    // Anybody may read from anywhere what is shown without credentials; with `*` browsers send none.
    if (this.#isAnonymous && readingVerbs.has(this.verb)) res.setHeader('access-control-allow-origin', '*')
    res.writeHead(status, {
      'cache-control': 'private, no-store',
      vary: 'cookie, authorization',
      ...headers,
      ...(status === 204 || status === 304 ? {} : { 'content-length': Buffer.byteLength(body, encoding) })
    })
    if (this.verb === 'HEAD' || body === '') res.end()
    else res.end(body, encoding)
  }
}

const reportToConsole = (requestId: string, error: unknown): void =>
  console.error(
    JSON.stringify({ level: 'error', requestId, error: error instanceof Error ? error.stack : String(error) })
  )
