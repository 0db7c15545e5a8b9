import { listOrganisationsView } from '#lib/core/organisation/views.ts'
import { onServer } from '../../on-server.ts'
import { query } from './addresses.ts'
import { isNarrow, wishIn } from './list-wish.ts'
import { findListedCalls } from './listed-calls.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const wish = wishIn(url)
  const [{ calls, next }, organisations] = await Promise.all([
    findListedCalls(locals, { ...wish, limit: 20 }),
    locals.app.look(listOrganisationsView, locals.who, { limit: 50 })
  ])
  const narrow = { state: wish.state, organisation: wish.organisation, language: wish.language, q: wish.q }
  const shown = {
    now: Date.now(),
    wish,
    isNarrow: isNarrow(wish),
    organisations: organisations.items.map(({ slug, name }) => ({ slug, name })),
    calls,
    first: wish.after ? query(narrow) : null,
    next: next && query({ ...narrow, after: next })
  }
  return { page: onServer(shown) }
}
