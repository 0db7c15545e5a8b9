import { undoMerge, undoSplit } from '#lib/core/reshaping/acts.ts'
import { listReshapingsView } from '#lib/core/reshaping/views.ts'
import { listDraftsView } from '#lib/core/theme/draft-views.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { done } from '../theme-forms.server.ts'
import type { Event } from '../theme-forms.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const after = url.searchParams.get('after') ?? undefined
  const { app, who } = locals
  const callId = params.call
  const [list, { model, items }] = await Promise.all([
    app.look(listReshapingsView, who, { callId, ...(after ? { after } : {}), limit: 20 }),
    app.look(listDraftsView, who, { callId, limit: 1 })
  ])
  return { ...list, after: after ?? null, drafts: { model, isAny: items.length > 0 } }
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
