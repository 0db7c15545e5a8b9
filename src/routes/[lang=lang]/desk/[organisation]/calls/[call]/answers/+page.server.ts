import { findAnswerDesk, listWaitingView } from '#lib/core/answer/views.ts'
import { methods } from '#lib/methods/index.ts'
import { seeCallToOrganise } from '../../call.server.ts'
import { filterOf, queryOf } from './wish.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const call = await seeCallToOrganise(locals, params)
  const { callId } = call
  const asked = url.searchParams
  const after = asked.get('after') ?? undefined
  const { only, theme, ownTheme, q } = filterOf(asked)
  const wish = { only, ...(theme ? { theme } : {}), ...(ownTheme ? { ownTheme } : {}), ...(q ? { q } : {}) }
  const [desk, list] = await Promise.all([
    app.look(findAnswerDesk, who, { callId }),
    app.look(listWaitingView, who, { callId, ...wish, limit: 50, ...(after ? { after } : {}) })
  ])
  const labels = new Map(
    call.steps.flatMap(step =>
      methods
        .get(step.method)!
        .rules(step.settings)
        .themes.map(one => [one.id, one.label])
    )
  )
  return {
    tab: asked.get('tab') === 'drafts' ? ('drafts' as const) : ('waiting' as const),
    meter: desk.meter,
    themes: desk.themes,
    ownThemes: desk.ownThemes.map(one => ({
      ...one,
      label: one.theme === null ? null : (labels.get(one.theme) ?? one.theme)
    })),
    underWay: desk.underWay,
    list,
    wish: { ...wish, q: q ?? '' },
    isFiltered: Boolean(theme || ownTheme || q),
    query: queryOf(asked, ['theme', 'own', 'q', 'only']),
    after: after ?? null
  }
}
