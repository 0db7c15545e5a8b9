import { redirect } from '@sveltejs/kit'
import {
  declareConflict,
  declareSkills,
  forwardAsked,
  replyToAsked,
  shareContact
} from '#lib/core/expert/acts.ts'
import { findSkills, listAskedOfMe } from '#lib/core/expert/views.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { linesOf } from '../../groups/group-fields.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const { app, who } = locals
  const { me } = await parent()
  if (me.isGuest) return { asked: [], next: null, own: null }
  const after = url.searchParams.get('after') || undefined
  const [list, own] = await Promise.all([
    app.look(listAskedOfMe, who, { after }),
    app.look(findSkills, who, {})
  ])
  return { asked: list.items, next: list.next, own }
}

const named = (form: FormData) => ({
  callId: textOf(form, 'callId') ?? '',
  invitationId: textOf(form, 'invitationId') ?? ''
})
const done = (what: string) => redirect(303, `${to('/me/asked')}?done=${what}`)

export const actions: Actions = {
  reply: event =>
    submit(
      event,
      replyToAsked,
      form => ({
        ...named(form),
        reply: textOf(form, 'reply') === 'accept' ? ('accept' as const) : ('decline' as const),
        words: textOf(form, 'words') ?? '',
        conflict: textOf(form, 'conflict') ?? '',
        shares: textOf(form, 'shares') === 'yes'
      }),
      { onDone: () => done('replied') }
    ),
  forward: event =>
    submit(
      event,
      forwardAsked,
      form => ({
        ...named(form),
        profile: textOf(form, 'profile') ?? '',
        words: textOf(form, 'words') ?? ''
      }),
      { onDone: () => done('replied') }
    ),
  conflict: event =>
    submit(event, declareConflict, form => ({ ...named(form), conflict: textOf(form, 'conflict') ?? '' }), {
      onDone: () => done('replied')
    }),
  share: event =>
    submit(event, shareContact, form => ({ ...named(form), shares: textOf(form, 'shares') === 'yes' }), {
      onDone: () => done('saved')
    }),
  skills: event =>
    submit(event, declareSkills, form => ({ skills: linesOf(textOf(form, 'skills') ?? '') }), {
      onDone: () => done('saved')
    })
}
