import { redirect } from '@sveltejs/kit'
import { appealDecision } from '#lib/core/moderation/acts.ts'
import { findStatement } from '#lib/core/moderation/views.ts'
import { textOf } from '#lib/routes/form.ts'
import { onServer } from '#lib/routes/on-server.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { headOf, seeCall } from '../../../seen-call.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const call = await seeCall(locals, params.slug)
  const statement = await locals.app.look(findStatement, locals.who, {
    callId: call.callId,
    decisionId: params.decision
  })
  const themes = new Map(
    call.steps.flatMap(step => themesIn(step.settings).map(theme => [theme.id, theme.label]))
  )
  const placeOf = (place: { step: string; theme: string | null }) =>
    [place.step, place.theme === null ? '' : (themes.get(place.theme) ?? place.theme)]
      .filter(Boolean)
      .join(' · ')
  const moved = statement.moved && {
    from: placeOf(statement.moved.from),
    to: placeOf(statement.moved.to)
  }
  return {
    hue: call.organisation.accent,
    page: onServer({ head: headOf(call), statement: { ...statement, moved } })
  }
}

const themesIn = (settings: unknown): readonly { id: string; label: string }[] =>
  (settings as { themes?: readonly { id: string; label: string }[] } | null)?.themes ?? []

export const actions: Actions = {
  contest: async event => {
    const { callId } = await seeCall(event.locals, event.params.slug)
    return submit(
      event,
      appealDecision,
      form => ({ callId, decisionId: event.params.decision, words: textOf(form, 'words') ?? '' }),
      { onDone: () => redirect(303, `${event.url.pathname}?done=contested#contest`) }
    )
  }
}
