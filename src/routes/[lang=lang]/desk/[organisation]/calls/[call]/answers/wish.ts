import type { InputOf } from '#lib/core/door/act.ts'
import type { draftAnswer } from '#lib/core/answer/acts.ts'

type Selection = InputOf<typeof draftAnswer>['select']

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whom an answer shall be for, as an address says it: `?id=…&id=…`, `?theme=…` (`none`: in no theme), `?own=…`, `?q=…`, `?call`. */
export function selectionOf(asked: URLSearchParams): Selection | null {
  const ids = asked.getAll('id').filter(id => uuid.test(id))
  if (ids.length > 0) return { by: 'ids', ids }
  if (asked.has('call')) return { by: 'call' }
  const { theme, ownTheme, q, only } = filterOf(asked)
  if (theme && theme !== 'none' && !ownTheme && !q) return { by: 'theme', themeId: theme, only }
  if (theme || ownTheme || q || asked.has('all'))
    return {
      by: 'filter',
      only,
      ...(theme ? { theme } : {}),
      ...(ownTheme ? { ownTheme } : {}),
      ...(q ? { q } : {})
    }
  return null
}

/** What of the contributions is asked for, as a list's address says it. */
export function filterOf(asked: URLSearchParams) {
  const theme = asked.get('theme') ?? ''
  return {
    only: asked.get('only') === 'all' ? ('all' as const) : ('waiting' as const),
    theme: theme === 'none' || uuid.test(theme) ? theme : undefined,
    ownTheme: asked.get('own')?.slice(0, 60) || undefined,
    q: asked.get('q')?.trim().slice(0, 200) || undefined
  }
}

/** The same wish as an address again, without where in the list one was. */
export function queryOf(asked: URLSearchParams, names: readonly string[]): string {
  const query = new URLSearchParams()
  for (const name of names)
    for (const value of asked.getAll(name)) if (value !== '') query.append(name, value)
  return query.toString()
}
