import { redirect } from '@sveltejs/kit'
import {
  acceptThemes,
  createTheme,
  dropTheme,
  mergeThemes,
  renameTheme,
  wantAnalysisAct
} from '#lib/core/theme/acts.ts'
import { askDrafts } from '#lib/core/theme/draft-acts.ts'
import { draftKinds } from '#lib/core/theme/draft.ts'
import { findDesk } from '#lib/core/theme/views.ts'
import { textOf, textsOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { seeCall } from '../../call.server.ts'
import { done } from './theme-forms.server.ts'
import type { Event } from './theme-forms.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { call } = await seeCall(locals, params)
  const desk = await locals.app.look(findDesk, locals.who, { callId: call.callId })
  return { ...desk, audience: call.audience }
}

const callId = (event: Event) => event.params.call

export const actions: Actions = {
  analyse: event =>
    submit(event, wantAnalysisAct, () => ({ callId: callId(event) }), {
      onDone: () => done(event, 'wanted')
    }),
  accept: event =>
    submit(event, acceptThemes, form => ({ callId: callId(event), themeIds: textsOf(form, 'themeIds') }), {
      onDone: () => done(event, 'accepted')
    }),
  rename: event =>
    submit(
      event,
      renameTheme,
      form => ({
        callId: callId(event),
        themeId: textOf(form, 'themeId') ?? '',
        name: textOf(form, 'name') ?? '',
        summary: textOf(form, 'summary') ?? '',
        was: String(form.get('was') ?? '')
      }),
      { onDone: () => done(event, 'changed') }
    ),
  merge: event =>
    submit(
      event,
      mergeThemes,
      form => {
        const into = textOf(form, 'into') ?? ''
        return { callId: callId(event), into, themeIds: textsOf(form, 'themeIds').filter(id => id !== into) }
      },
      { onDone: () => done(event, 'changed') }
    ),
  ask: event =>
    submit(
      event,
      askDrafts,
      form => ({
        callId: callId(event),
        themeIds: textsOf(form, 'themeIds'),
        kind: draftKinds.find(kind => kind === form.get('kind')) ?? 'theme-name'
      }),
      {
        onDone: () =>
          redirect(
            303,
            to(`/desk/${event.params.organisation}/calls/${callId(event)}/analysis/drafts?done=asked`)
          )
      }
    ),
  drop: event =>
    submit(event, dropTheme, form => ({ callId: callId(event), themeId: textOf(form, 'themeId') ?? '' }), {
      onDone: () => done(event, 'changed')
    }),
  create: event =>
    submit(event, createTheme, form => ({ callId: callId(event), name: textOf(form, 'name') ?? '' }), {
      onDone: () => done(event, 'changed')
    })
}
