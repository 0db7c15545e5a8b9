import { acceptThemes, placeContributions, splitTheme, createTheme } from '#lib/core/theme/acts.ts'
import { findDesk, listMembersView } from '#lib/core/theme/views.ts'
import { textOf, textsOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { done, mergeSelected, sideIn } from '../theme-forms.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const callId = params.call
  const themeId = url.searchParams.get('theme') ?? undefined
  const after = url.searchParams.get('after') ?? undefined
  const wish = { ...(themeId ? { themeId } : {}), ...(after ? { after } : {}) }
  const [members, desk] = await Promise.all([
    app.look(listMembersView, who, { callId, ...wish, limit: 50 }),
    app.look(findDesk, who, { callId })
  ])
  return {
    themeId: themeId ?? null,
    after: after ?? null,
    items: members.items,
    next: members.next,
    copies: desk.copies,
    drafts: desk.drafts,
    themes: desk.themes.map(({ themeId, name, state, suggestedMembers }) => ({
      themeId,
      name,
      state,
      suggestedMembers
    }))
  }
}

const selected = (form: FormData) => textsOf(form, 'side').map(text => sideIn(text).id)

export const actions: Actions = {
  place: event =>
    submit(
      event,
      placeContributions,
      form => ({
        callId: event.params.call,
        contributionIds: selected(form),
        themeId: textOf(form, 'into') === 'none' ? null : (textOf(form, 'into') ?? '')
      }),
      { onDone: () => done(event, 'changed') }
    ),
  accept: event =>
    submit(
      event,
      acceptThemes,
      form => ({ callId: event.params.call, themeIds: textsOf(form, 'themeIds') }),
      { onDone: () => done(event, 'accepted') }
    ),
  split: event => {
    const themeId = event.url.searchParams.get('theme')
    const read = (form: FormData) => ({
      callId: event.params.call,
      name: textOf(form, 'name') ?? '',
      contributionIds: selected(form)
    })
    const then = { onDone: () => done(event, 'changed') }
    return themeId
      ? submit(event, splitTheme, form => ({ ...read(form), themeId }), then)
      : submit(event, createTheme, read, then)
  },
  merge: mergeSelected
}
