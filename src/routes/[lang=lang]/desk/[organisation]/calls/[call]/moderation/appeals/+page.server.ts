import { redirect } from '@sveltejs/kit'
import { settleAppeal } from '#lib/core/moderation/acts.ts'
import { listContested } from '#lib/core/moderation/views.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { seeSteps } from '../steps.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const after = url.searchParams.get('after') ?? undefined
  const { callId } = await seeSteps(locals, params)
  const { items, next } = await locals.app.look(listContested, locals.who, { callId, after, limit: 20 })
  return { items, next, after: after ?? null }
}

export const actions: Actions = {
  settle: event => {
    let outcome: 'upheld' | 'reversed' | undefined
    return submit(
      event,
      settleAppeal,
      form => {
        outcome = textOf(form, 'outcome') as typeof outcome
        return {
          callId: event.params.call,
          decisionId: textOf(form, 'decisionId') ?? '',
          outcome: outcome!,
          reason: textOf(form, 'reason') ?? ''
        }
      },
      { onDone: () => redirect(303, `${event.url.pathname}?done=${outcome}#cases`) }
    )
  }
}
