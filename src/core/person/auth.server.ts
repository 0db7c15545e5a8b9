import type { Database } from '../../db/database.server.ts'
import { isPassing } from '../../db/database.server.ts'
import type { Letter } from '../door/act.ts'
import { invalid, Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { findToken } from '../token/store.server.ts'
import { ensurePerson, findAccountId, moveAddress, noteEnding } from './account-store.server.ts'
import { letterSender } from './auth-letters.server.ts'
import type { LetterWish } from './auth-letters.server.ts'
import { asker, passedOn } from './auth-asker.server.ts'
import type { From } from './auth-asker.server.ts'
import { addressHeader, letterHeader } from './auth-headers.ts'
import type { BetterAuth } from './auth-options.server.ts'
import { addressChanges } from './change-address.server.ts'
import { findCookie, forgottenGuestCookie, guestCookie, readGuestCookie } from './guest-cookie.ts'
import { accountsKey, guestKey } from './keys.server.ts'
import { SessionMemory } from './session-memory.server.ts'
import type { FoundSession } from './session-memory.server.ts'

export type { From } from './auth-asker.server.ts'

/** Somebody signed in just now, with the Set-Cookie values that say so. */
export interface SignedIn {
  readonly personId: string
  readonly setCookies: readonly string[]
}

/** Who a request is from. */
export interface Recognised {
  readonly who: Who
  /** To be sent with the answer: a renewed session, or the end of one. */
  readonly setCookies: readonly string[]
  readonly sessionId: string | null
  /** The guest this browser is or was before it signed in: what it may claim. */
  readonly guestId: string | null
}

export interface AuthParts {
  readonly database: Database
  /** The public address, without a slash at its end. */
  readonly origin: string
  /** At least 32 characters; without one, the installation's own. */
  readonly secret?: string | undefined
  /** Keeps a letter to be sent. */
  send(letter: Letter): Promise<void>
  /** Gets what went wrong within better-auth. */
  report?(message: string): void
  /** How long an ended session may live on in this process; 1,000 unless told. */
  endingsFreshMs?: number
}

export type Accounts = Awaited<ReturnType<typeof openAuth>>

/**
 * Accounts: signing in and out, and telling who a request is from. `whoOf` refuses a bearer token that is unknown, has
 * ended or was withdrawn with `not-signed-in`; a forged or stale cookie counts as none.
 */
export async function openAuth(parts: AuthParts) {
  const { database, origin } = parts
  const report = parts.report ?? (() => {})
  const secure = origin.startsWith('https:')
  const key = await guestKey(database)
  const secret = parts.secret ?? (await accountsKey(database))
  const letters = letterSender({ database, origin, guestKey: key, send: parts.send })
  const memory = new SessionMemory(database, parts.endingsFreshMs)
  // A quarter of all the code that a start would have to read, for nobody until the first person signs in.
  const accounts = lazily(async () => {
    const { createBetterAuth } = await import('./auth-options.server.ts')
    return createBetterAuth({
      ...letters,
      pool: database.pool,
      origin,
      secret,
      onSession: (accountId, address) => ensurePerson(database, accountId, address),
      hasAccount: async email => (await findAccountId(database, email)) !== undefined,
      onAddress: async (accountId, email) => {
        const old = await moveAddress(database, accountId, email)
        if (old) await letters.sendMoved(accountId, old)
      },
      onSessionEnd: sessionId => noteEnding(database, 'session', sessionId),
      report
    })
  })
  const handle = async (request: Request) => (await accounts()).auth.handler(request)
  const ask = asker(handle, origin)

  /** The session that the cookies vouch for, with cookies to renew them. */
  async function findSession(
    headers: Pick<Headers, 'get'>
  ): Promise<{ session: FoundSession | null; setCookies: readonly string[] }> {
    const header = headers.get('cookie')
    if (!header?.includes(sessionMark)) return { session: null, setCookies: [] }
    const { auth, cookieNames } = await accounts()
    const token = findCookie(header, cookieNames[0])
    if (!token) return { session: null, setCookies: [] }
    const cached = findCookie(header, cookieNames[1])
    const cookies = cached && `${token} ${cached}`
    const recalled = cookies && memory.recall(cookies)
    const found = recalled
      ? { session: recalled, setCookies: [] }
      : await readSession(auth, new Headers({ cookie: header }))
    if (!found.session) return found
    if (await memory.hasEnded(found.session))
      return { session: null, setCookies: cookieNames.map(name => gone(name, secure)) }
    if (cookies && found.setCookies.length === 0) memory.remember(cookies, found.session)
    return found
  }

  return {
    async whoOf(headers: Pick<Headers, 'get'>, address: string): Promise<Recognised> {
      const bearer = /^bearer(?: (.*))?$/i.exec(headers.get('authorization') ?? '')
      if (bearer) {
        const token = await findToken(database, (bearer[1] ?? '').trim())
        if (!token) throw new Refusal('not-signed-in')
        return { who: { kind: 'token', ...token, address }, setCookies: [], sessionId: null, guestId: null }
      }
      const guestId = readGuestCookie(key, headers.get('cookie'))
      const { session, setCookies } = await findSession(headers)
      const who: Who = session
        ? { kind: 'person', personId: session.personId, address }
        : { kind: 'guest', personId: guestId, address }
      return { who, setCookies, sessionId: session?.sessionId ?? null, guestId }
    },

    guestCookie: (personId: string): string => guestCookie(key, personId, secure),
    forgottenGuestCookie: (): string => forgottenGuestCookie(secure),
    readGuest: (cookieHeader: string | null): string | null => readGuestCookie(key, cookieHeader),

    /** Sends a letter with a link that signs in; the answer is the same whether the address is known or not. */
    async askLink(wish: LetterWish & { readonly email: string }, from: From): Promise<void> {
      const response = await ask('/sign-in/magic-link', from, { email: wish.email }, wish)
      if (!response.ok) throw invalid('email', 'not-email')
    },

    /** Opens such a link: refused with `expired` when it was used, has run out, or was never made. */
    async openLink(token: string, from: From): Promise<SignedIn> {
      const response = await ask(`/magic-link/verify?token=${encodeURIComponent(token)}`, from)
      if (!response.ok) throw new Refusal('expired')
      return signedIn(response)
    },

    /** By password. A wrong password and an unknown address are told apart by nothing. */
    async signIn(given: { email: string; password: string }, from: From): Promise<SignedIn> {
      const response = await ask('/sign-in/email', from, given)
      if (!response.ok) throw invalid('password', 'wrong')
      return signedIn(response)
    },

    async signOut(from: From): Promise<readonly string[]> {
      return (await ask('/sign-out', from, {})).headers.getSetCookie()
    },

    /** Sends a letter with a link to choose a new password, where there is an account. */
    async askNewPassword(wish: LetterWish & { readonly email: string }, from: From): Promise<void> {
      const response = await ask('/request-password-reset', from, { email: wish.email }, wish)
      if (!response.ok) throw invalid('email', 'not-email')
    },

    /** Chooses a new password by such a link; ends all sessions of the account. */
    async resetPassword(given: { token: string; password: string }, from: From): Promise<void> {
      const { token, password: newPassword } = given
      const response = await ask('/reset-password', from, { token, newPassword })
      if (!response.ok) throw (await passwordProblem(response, 'password')) ?? new Refusal('expired')
    },

    /** Gives a signed-in person a password, or another one for the one told; ends the other sessions. */
    async changePassword(given: { current: string | null; password: string }, from: From): Promise<SignedIn> {
      const { current, password: newPassword } = given
      if (current === null) return choosePassword((await accounts()).auth, newPassword, from)
      const response = await ask('/change-password', from, {
        currentPassword: current,
        newPassword,
        revokeOtherSessions: true
      })
      if (response.status === 401) throw new Refusal('not-signed-in')
      if (!response.ok) throw (await passwordProblem(response, 'password')) ?? invalid('current', 'wrong')
      return signedIn(response)
    },

    ...addressChanges(ask),

    /** Begins a session for somebody whom an act has just proven to be that person; never for anybody else. */
    async startSession(personId: string, from: From): Promise<SignedIn> {
      const body = { accountId: personId }
      const { auth } = await accounts()
      const { headers } = await auth.api.startSession({
        body,
        headers: passedOn(from, origin),
        returnHeaders: true
      })
      return { personId, setCookies: headers.getSetCookie() }
    },

    /** `/api/auth/*` for what only a script can do: passkeys. Everything else has a page or an act. */
    async handler(request: Request, address: string): Promise<Response> {
      const url = new URL(request.url)
      const path = url.pathname.replace(/^\/api\/auth/, '')
      if (!openPaths.has(`${request.method} ${path}`)) return new Response(null, { status: 404 })
      const headers = new Headers(request.headers)
      headers.delete(letterHeader)
      headers.set(addressHeader, address)
      const body = request.method === 'POST' ? await request.text() : null
      return handle(
        new Request(`${origin}${url.pathname}${url.search}`, { method: request.method, headers, body })
      )
    }
  }
}

/** Ends the name of the cookie of a session, whatever stands before it. */
const sessionMark = 'session_token='

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () =>
    (made ??= make().catch(error => {
      made = undefined
      throw error
    }))
}

const openPaths = new Set([
  'GET /passkey/generate-register-options',
  'POST /passkey/verify-registration',
  'GET /passkey/generate-authenticate-options',
  'POST /passkey/verify-authentication',
  'GET /passkey/list-user-passkeys',
  'POST /passkey/delete-passkey',
  'POST /passkey/update-passkey'
])

async function readSession(
  auth: BetterAuth,
  headers: Headers
): Promise<{ session: FoundSession | null; setCookies: readonly string[] }> {
  try {
    const { response, headers: answered } = await auth.api.getSession({ headers, returnHeaders: true })
    const session = response && { sessionId: response.session.id, personId: response.user.id }
    return { session, setCookies: answered.getSetCookie() }
  } catch (error) {
    // The library hides a database that is away behind an error of its own.
    const cause = (error as Error).cause
    throw isPassing(cause) ? cause : error
  }
}

async function choosePassword(auth: BetterAuth, newPassword: string, from: From): Promise<SignedIn> {
  const headers = new Headers({ cookie: from.headers.get('cookie') ?? '' })
  const { session } = await readSession(auth, headers)
  if (!session) throw new Refusal('not-signed-in')
  const response = await auth.api.setPassword({ body: { newPassword }, headers, asResponse: true })
  if (!response.ok) throw (await passwordProblem(response, 'password')) ?? invalid('current', 'required')
  return { personId: session.personId, setCookies: response.headers.getSetCookie() }
}

async function signedIn(response: Response): Promise<SignedIn> {
  const { user } = (await response.json()) as { user: { id: string } }
  return { personId: user.id, setCookies: response.headers.getSetCookie() }
}

async function passwordProblem(response: Response, path: string): Promise<Refusal | null> {
  const { code } = (await response.json().catch(() => ({}))) as { code?: string }
  if (code === 'PASSWORD_TOO_SHORT') return invalid(path, 'too-short', { least: 10 })
  if (code === 'PASSWORD_TOO_LONG') return invalid(path, 'too-long', { most: 128 })
  return null
}

const gone = (name: string, secure: boolean): string =>
  `${name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${secure ? '; Secure' : ''}`
