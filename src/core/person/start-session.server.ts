import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

/**
 * Begins a session for an account whose owner was proven otherwise (the set-up code). It has no path, so nobody can
 * ask for it from outside.
 */
export const startSession = {
  id: 'start-session',
  endpoints: {
    startSession: createAuthEndpoint(
      { method: 'POST', requireHeaders: true, body: z.object({ accountId: z.string() }) },
      async context => {
        const { internalAdapter } = context.context
        const user = await internalAdapter.findUserById(context.body.accountId)
        if (!user) throw new APIError('NOT_FOUND')
        const session = await internalAdapter.createSession(user.id)
        await setSessionCookie(context, { session, user })
        return context.json({ user: { id: user.id } })
      }
    )
  }
} satisfies BetterAuthPlugin
