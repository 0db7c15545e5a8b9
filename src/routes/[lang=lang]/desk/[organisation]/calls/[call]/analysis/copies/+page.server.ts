import { setCopiesApart } from '#lib/core/theme/acts.ts'
import { findDesk, listCopiesView } from '#lib/core/theme/views.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { textOf, textsOf } from '#lib/routes/form.ts'
import { attempt, submit } from '#lib/routes/submit.server.ts'
import { done, groupsOf, mergeGroups, sideIn } from '../theme-forms.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const callId = params.call
  const after = url.searchParams.get('after') ?? undefined
  const [copies, desk] = await Promise.all([
    app.look(listCopiesView, who, { callId, ...(after ? { after } : {}), limit: 20 }),
    app.look(findDesk, who, { callId })
  ])
  return {
    items: copies.items,
    next: copies.next,
    after: after ?? null,
    count: desk.copies,
    drafts: desk.drafts
  }
}

/** A pair as the page writes it: `id:responses id:responses`. */
const pairsIn = (form: FormData) =>
  textsOf(form, 'pair').map(text => {
    const [one = '', other = ''] = text.split(' ')
    return [sideIn(one), sideIn(other)] as const
  })

export const actions: Actions = {
  merge: event =>
    attempt(event, async form => {
      const pairs = pairsIn(form)
      if (pairs.length === 0)
        throw new Refusal('invalid', { problems: [{ path: 'pair', code: 'too-few', limits: { least: 1 } }] })
      await mergeGroups(event, groupsOf(pairs), textOf(form, 'reason') ?? '')
      done(event, 'merged')
    }),
  apart: event =>
    submit(
      event,
      setCopiesApart,
      form => ({
        callId: event.params.call,
        pairs: pairsIn(form).map(([one, other]) => ({ one: one.id, other: other.id }))
      }),
      { onDone: () => done(event, 'apart') }
    )
}
