import { redirect } from '@sveltejs/kit'
import { listOrganisationsView } from '#lib/core/organisation/views.ts'
import { to } from '#lib/ui/to.ts'
import { onServer } from '../on-server.ts'
import { isNarrow, wishIn } from './calls/list-wish.ts'
import { findListedCalls } from './calls/listed-calls.server.ts'
import type { PageServerLoad } from './$types'

const openShown = 12
const closedShown = 6

export const load: PageServerLoad = async ({ locals, url }) => {
  // One list answers all searches, from wherever they are asked.
  if (isNarrow(wishIn(url))) redirect(307, to('/calls') + url.search)
  const [open, closed, organisations] = await Promise.all([
    findListedCalls(locals, { state: 'open', limit: openShown }),
    findListedCalls(locals, { state: 'closed', limit: closedShown }, 'without-marks'),
    locals.app.look(listOrganisationsView, locals.who, { limit: 50 })
  ])
  const named = organisations.items.map(({ slug, name }) => ({ slug, name }))
  return { page: onServer({ now: Date.now(), open, closed, organisations: named }) }
}
