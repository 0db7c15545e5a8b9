import { redirect } from '@sveltejs/kit'
import { setGuards } from '#lib/core/moderation/acts.ts'
import { showGuards } from '#lib/core/moderation/views.ts'
import { textOf, textsOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { seeSteps } from '../steps.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { callId } = await seeSteps(locals, params)
  return { guards: await locals.app.look(showGuards, locals.who, { callId }) }
}

/** A number as it was typed; what is none is told beside its field. */
const numberIn = (form: FormData, name: string): number | null => {
  const text = textOf(form, name)
  return text === undefined ? null : Number(text)
}

export const actions: Actions = {
  default: event =>
    submit(
      event,
      setGuards,
      form => {
        const on = textsOf(form, 'rules')
        return {
          callId: event.params.call,
          changedAt: textOf(form, 'changedAt') ?? null,
          words: (textOf(form, 'words') ?? '')
            .split('\n')
            .map(word => word.trim())
            .filter(word => word !== ''),
          links: on.includes('links'),
          copies: on.includes('copies'),
          shouting: on.includes('shouting'),
          burst: numberIn(form, 'burst') as number,
          trustAfter: numberIn(form, 'trustAfter')
        }
      },
      { onDone: () => redirect(303, `${event.url.pathname}?done=guards`) }
    )
}
