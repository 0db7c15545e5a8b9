import { redirect } from '@sveltejs/kit'
import { Refusal, invalid } from '#lib/core/door/refusal.ts'
import { endAllSessions, endOneSession } from '#lib/core/person/acts.ts'
import { listSessionsView } from '#lib/core/person/views.ts'
import { to } from '#lib/ui/to.ts'
import { textOf } from '#lib/routes/form.ts'
import { fromOf } from '#lib/routes/signing-in.server.ts'
import { attempt, submit } from '#lib/routes/submit.server.ts'
import { deviceOf } from '../device.ts'
import { dropPasskey, listPasskeys } from './passkeys.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { app, auth, who } = event.locals
  if (who.kind !== 'person') throw new Refusal('not-signed-in')
  const [{ items }, { sessionId }, passkeys] = await Promise.all([
    app.look(listSessionsView, who, {}),
    auth.whoOf(event.request.headers, event.getClientAddress()),
    listPasskeys(event)
  ])
  return {
    passkeys,
    current: sessionId,
    sessions: items.map(({ sessionId, device, startedAt, lastSeenAt }) => ({
      sessionId,
      device: deviceOf(device),
      startedAt,
      lastSeenAt
    }))
  }
}

const done = (what: string) => redirect(303, `${to('/me/keys')}?done=${what}`)

export const actions: Actions = {
  password: event =>
    attempt(event, async form => {
      const { auth, newCookies } = event.locals
      const [current, password] = [form.get('currentPassword'), form.get('password')]
      if (typeof password !== 'string' || password === '') throw invalid('password', 'required')
      if (current === '') throw invalid('currentPassword', 'required')
      try {
        const given = { current: typeof current === 'string' ? current : null, password }
        const { setCookies } = await auth.changePassword(given, fromOf(event))
        newCookies.push(...setCookies)
      } catch (error) {
        throw atCurrent(error)
      }
      done('password')
    }),

  'end-session': event =>
    submit(event, endOneSession, form => ({ sessionId: textOf(form, 'sessionId') ?? '' }), {
      onDone: () => done('ended')
    }),

  'end-others': async event => {
    const { sessionId } = await event.locals.auth.whoOf(event.request.headers, event.getClientAddress())
    return submit(event, endAllSessions, () => (sessionId ? { keep: sessionId } : {}), {
      onDone: () => done('ended')
    })
  },

  'drop-passkey': event =>
    attempt(event, async form => {
      await dropPasskey(event, textOf(form, 'id') ?? '')
      done('passkey-dropped')
    })
}

/** The field is called so that what was typed in it is never shown again. */
function atCurrent(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error
  const problems = error.problems.map(problem =>
    problem.path === 'current' ? { ...problem, path: 'currentPassword' } : problem
  )
  return new Refusal(error.code, { problems, facts: error.facts })
}
