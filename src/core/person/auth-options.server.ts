import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import type { BetterAuthOptions } from 'better-auth'
import { APIError } from 'better-auth/api'
import { magicLink } from 'better-auth/plugins/magic-link'
import { PostgresDialect } from 'kysely'
import type pg from 'pg'
import { newId } from '../door/id.ts'
import { addressHeader, letterHeader } from './auth-headers.ts'
import { authSchema, authTables } from './auth-tables.ts'
import { hashInTurn, longestPassword, shortestPassword, verifyInTurn } from './password.server.ts'
import { startSession } from './start-session.server.ts'

/** How long a signed cookie vouches for a session before the database is asked again. */
const cookieCacheSeconds = 300

export interface AuthWish {
  readonly pool: pg.Pool
  readonly origin: string
  readonly secret: string
  sendLink(email: string, token: string, letter: string | null): Promise<void>
  sendReset(accountId: string, email: string, token: string, letter: string | null): Promise<void>
  sendAddress(accountId: string, email: string, token: string, letter: string | null): Promise<void>
  hasAccount(email: string): Promise<boolean>
  /** After an account has changed, with the address it has now. */
  onAddress(accountId: string, email: string): Promise<void>
  /** Before a session begins: its person must exist. The address it comes from, where a request brought it. */
  onSession(accountId: string, address: string | null): Promise<void>
  onSessionEnd(sessionId: string): Promise<void>
  report(message: string): void
}

/**
 * Sign-in and sessions, nothing else. There is no sign-up with a password: an account begins with a link that reached
 * its mailbox, so nobody can lay hands on an address before its owner does, and no answer tells whether one is known.
 */
function authOptions(parts: AuthWish) {
  const { user, session, account, verification, passkey: passkeys } = authTables
  return {
    appName: 'Mozaika',
    baseURL: parts.origin,
    basePath: '/api/auth',
    trustedOrigins: [parts.origin],
    secret: parts.secret,
    telemetry: { enabled: false },
    experimental: { instrumentation: { enabled: false } },
    database: {
      dialect: new PostgresDialect({ pool: parts.pool }),
      type: 'postgres',
      schemaName: authSchema,
      transaction: true
    },
    user: { ...user, changeEmail: { enabled: true } },
    account,
    verification: { ...verification, storeIdentifier: 'hashed' },
    session: {
      ...session,
      expiresIn: 30 * 24 * 60 * 60,
      updateAge: 24 * 60 * 60,
      freshAge: 24 * 60 * 60,
      cookieCache: { enabled: true, maxAge: cookieCacheSeconds }
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      requireEmailVerification: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 60 * 60,
      password: { hash: hashInTurn, verify: verifyInTurn },
      sendResetPassword: ({ user: { id, email }, token }, request) =>
        parts.sendReset(id, email, token, request?.headers.get(letterHeader) ?? null)
    },
    emailVerification: {
      expiresIn: 60 * 60,
      // Sent for a change of address alone: an account begins with a link that has proven its address.
      sendVerificationEmail: ({ user: { id, email }, token }, request) =>
        parts.sendAddress(id, email, token, request?.headers.get(letterHeader) ?? null)
    },
    rateLimit: { enabled: true, storage: 'memory', window: 60, max: 60, customRules },
    advanced: {
      cookiePrefix: 'mozaika',
      // Written out because the library turns the check off by itself where it sees a test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      useSecureCookies: parts.origin.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => newId() },
      // A letter is written after the answer has gone, so that its time tells nothing of who has an account.
      backgroundTasks: { handler: task => void task.catch(error => parts.report(String(error))) }
    },
    databaseHooks: {
      user: {
        update: {
          before: async ({ email }) => {
            // Taken since the letter was sent: refused before the database does it, whose words would name the address.
            if (email && (await parts.hasAccount(email))) throw new APIError('UNAUTHORIZED')
          },
          after: ({ id, email }) => parts.onAddress(id, email)
        }
      },
      session: {
        create: {
          before: async (session, context) => {
            await parts.onSession(session.userId, context?.headers?.get(addressHeader) ?? null)
            return { data: { ...session, ipAddress: '' } }
          }
        },
        delete: { after: session => parts.onSessionEnd(session.id) }
      }
    },
    logger: { level: 'error', log: (level, message) => level === 'error' && parts.report(message) },
    plugins: [
      magicLink({
        expiresIn: 30 * 60,
        storeToken: 'hashed',
        rateLimit: { window: 60, max: 10 },
        sendMagicLink: ({ email, token }, context) =>
          parts.sendLink(email, token, context?.headers?.get(letterHeader) ?? null)
      }),
      passkey({
        rpName: 'Mozaika',
        rpID: new URL(parts.origin).hostname,
        origin: parts.origin,
        schema: { passkey: passkeys }
      }),
      startSession
    ]
  } satisfies BetterAuthOptions
}

/** Seconds and how many, by address (an IPv6 one by its /64). */
const customRules = {
  '/sign-in/email': { window: 60, max: 10 },
  '/request-password-reset': { window: 60, max: 5 },
  '/change-email': { window: 60, max: 5 },
  '/verify-email': { window: 60, max: 10 },
  '/reset-password': { window: 60, max: 10 },
  '/passkey/*': { window: 60, max: 30 }
}

export type BetterAuth = ReturnType<typeof betterAuth<ReturnType<typeof authOptions>>>

/** better-auth as we use it, and the names of the cookies by which it knows a session. */
export async function createBetterAuth(
  wish: AuthWish
): Promise<{ auth: BetterAuth; cookieNames: readonly [token: string, cached: string] }> {
  const auth = betterAuth(authOptions(wish))
  const { authCookies } = await auth.$context
  return { auth, cookieNames: [authCookies.sessionToken.name, authCookies.sessionData.name] }
}
