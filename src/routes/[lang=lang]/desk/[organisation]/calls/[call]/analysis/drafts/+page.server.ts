import { dropDraft, signDraft } from '#lib/core/theme/draft-acts.ts'
import { listDraftsView } from '#lib/core/theme/draft-views.ts'
import { findDesk } from '#lib/core/theme/views.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { done } from '../theme-forms.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const callId = params.call
  const themeId = url.searchParams.get('theme') ?? undefined
  const after = url.searchParams.get('after') ?? undefined
  const [list, desk] = await Promise.all([
    app.look(listDraftsView, who, {
      callId,
      ...(themeId ? { themeId } : {}),
      ...(after ? { after } : {}),
      limit: 20
    }),
    app.look(findDesk, who, { callId })
  ])
  return { ...list, themeId: themeId ?? null, after: after ?? null, copies: desk.copies, drafts: desk.drafts }
}

export const actions: Actions = {
  sign: event =>
    submit(
      event,
      signDraft,
      form => ({
        callId: event.params.call,
        draftId: textOf(form, 'draftId') ?? '',
        text: textOf(form, 'text') ?? '',
        was: String(form.get('was') ?? ''),
        sentences: Number(textOf(form, 'sentences') ?? 0)
      }),
      { onDone: () => done(event, 'signed') }
    ),
  drop: event =>
    submit(
      event,
      dropDraft,
      form => ({ callId: event.params.call, draftId: textOf(form, 'draftId') ?? '' }),
      { onDone: () => done(event, 'dropped') }
    )
}
