import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { draftAnswer } from '#lib/core/answer/acts.ts'
import { findAnswerDesk, listWaitingView } from '#lib/core/answer/views.ts'
import { findContributionView } from '#lib/core/contribution/views.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { formOf } from '#lib/routes/form.ts'
import { submitForm } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { seeCallToOrganise } from '../../../call.server.ts'
import { nextTheme } from '../next-theme.ts'
import { saidIn } from '../said.ts'
import { filterOf, selectionOf } from '../wish.ts'
import type { Actions, PageServerLoad } from './$types'

const mostNamed = 8

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const { callId } = await seeCallToOrganise(locals, params)
  const asked = url.searchParams
  const select = selectionOf(asked)
  if (!select) redirect(303, to(`/desk/${params.organisation}/calls/${params.call}/answers#list`))
  const desk = await app.look(findAnswerDesk, who, { callId })
  const themeId = themeOf(select)
  const theme = themeId === null ? undefined : desk.themes.find(one => (one.themeId ?? 'none') === themeId)
  return {
    by: select.by,
    theme: theme ? { name: theme.name } : null,
    count: select.by === 'ids' ? select.ids.length : (theme?.waiting ?? null),
    first: await firstOf(locals, callId, select.by === 'ids' ? select.ids : null, filterOf(asked), select.by),
    statuses: desk.statuses,
    secondLook: desk.secondLook,
    nextTheme: themeId === null ? null : nextTheme(desk.themes, themeId),
    query: asked.toString()
  }
}

/** The theme that a selection is, and nothing besides; `none`: what is in no theme. */
function themeOf(select: NonNullable<ReturnType<typeof selectionOf>>): string | null {
  if (select.by === 'theme') return select.themeId
  return select.by === 'filter' && select.theme === 'none' && !select.ownTheme && !select.q ? 'none' : null
}

/** The first few that the answer will be for, by their titles. */
async function firstOf(
  { app, who }: App.Locals,
  callId: string,
  ids: readonly string[] | null,
  { theme, ownTheme, q, only }: ReturnType<typeof filterOf>,
  by: string
): Promise<{ contributionId: string; title: string }[]> {
  if (by === 'call') return []
  if (!ids) {
    const wish = { only, ...(theme ? { theme } : {}), ...(ownTheme ? { ownTheme } : {}), ...(q ? { q } : {}) }
    const { items } = await app.look(listWaitingView, who, { callId, ...wish, limit: mostNamed })
    return items.map(({ contributionId, title }) => ({ contributionId, title }))
  }
  const found = await Promise.allSettled(
    ids
      .slice(0, mostNamed)
      .map(contributionId => app.look(findContributionView, who, { callId, contributionId }))
  )
  return found.flatMap(one => {
    if (one.status === 'fulfilled')
      return [{ contributionId: one.value.contributionId, title: one.value.title }]
    if (one.reason instanceof Refusal) return []
    throw one.reason
  })
}

type Event = RequestEvent<{ organisation: string; call: string }>

/** Keeps the answer as the button pressed says. */
const write = (next: 'draft' | 'review' | 'publish') => async (event: Event) => {
  const { locals, params, url } = event
  const { callId } = await seeCallToOrganise(locals, params)
  const form = await formOf(event.request)
  const base = to(`/desk/${params.organisation}/calls/${params.call}/answers`)
  const onward = form.get('onward')
  return submitForm(
    event,
    form,
    draftAnswer,
    () => ({ callId, select: selectionOf(url.searchParams) ?? { by: 'filter' }, ...saidIn(form), next }),
    {
      onDone: ({ result }) => {
        if (next === 'draft') redirect(303, `${base}/${result.answerId}?done=draft`)
        if (next === 'review') redirect(303, `${base}?tab=drafts&done=review`)
        const done = result.leftOut > 0 ? 'left-out' : 'published'
        if (typeof onward === 'string' && onward !== '')
          redirect(303, `${base}/write?theme=${onward}&done=${done}`)
        redirect(303, `${base}?done=${done}`)
      }
    }
  )
}

export const actions: Actions = { publish: write('publish'), draft: write('draft'), review: write('review') }
