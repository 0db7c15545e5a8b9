import { undoMerge, undoSplit } from '#lib/core/reshaping/acts.ts'
import { listReshapingsView } from '#lib/core/reshaping/views.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { done } from '../theme-forms.server.ts'
import type { Event } from '../theme-forms.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const after = url.searchParams.get('after') ?? undefined
  const list = await locals.app.look(listReshapingsView, locals.who, {
    callId: params.call,
    ...(after ? { after } : {}),
    limit: 20
  })
  return { ...list, after: after ?? null }
}

const undo = (act: typeof undoMerge | typeof undoSplit) => (event: Event) =>
  submit(
    event,
    act,
    form => ({
      callId: event.params.call,
      reshapingId: textOf(form, 'reshapingId') ?? '',
      reason: textOf(form, 'reason') ?? ''
    }),
    { onDone: () => done(event, 'undone') }
  )

export const actions: Actions = { 'undo-merge': undo(undoMerge), 'undo-split': undo(undoSplit) }
