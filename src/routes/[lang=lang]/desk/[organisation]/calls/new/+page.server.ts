import { redirect } from '@sveltejs/kit'
import { draftCall } from '#lib/core/call/acts.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { slugOf } from '#lib/core/organisation/slug.ts'
import { languages } from '#lib/core/text/schema.ts'
import { to } from '#lib/ui/to.ts'
import { keyOf, textOf } from '../../../../../form.ts'
import { attempt } from '../../../../../submit.server.ts'
import { findDesk } from '../../../desk.server.ts'
import { atFields } from '../call-fields.ts'
import { ideaBoard } from './idea-board.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ parent }) => {
  const { desk } = await parent()
  if (!desk.isOrganiser) throw new Refusal('not-allowed')
}

const mostTries = 20

export const actions: Actions = {
  default: event =>
    attempt(event, async form => {
      const { app, who, lang } = event.locals
      const desk = await findDesk(event.locals, event.params.organisation)
      const question = textOf(form, 'question') ?? ''
      const language = languages.find(one => one === textOf(form, 'language')) ?? lang
      const fields = ideaBoard({
        question,
        language,
        languages: desk.languages,
        timeZone: desk.timeZone,
        now: Date.now()
      })
      const asked = textOf(form, 'slug')
      for (let n = 1; ; n++) {
        try {
          const { result } = await app.perform(
            draftCall,
            who,
            { organisationId: desk.organisationId, slug: asked ?? addressFor(question, n), fields },
            { channel: 'web', idempotencyKey: keyOf(form) }
          )
          redirect(303, to(`/desk/${desk.slug}/calls/${result.callId}/edit`))
        } catch (error) {
          const isTaken = error instanceof Refusal && error.code === 'name-taken'
          if (!isTaken || asked !== undefined || n === mostTries) throw atFields(error)
        }
      }
    })
}

/** An address made from the question's first words, with a number where that is taken. */
function addressFor(question: string, n: number): string {
  const whole = slugOf(question, 200)
  const base = (whole.length <= 45 ? whole : whole.slice(0, 46).replace(/-[^-]*$/, '')) || 'call'
  return n === 1 ? base : `${base}-${n}`
}
