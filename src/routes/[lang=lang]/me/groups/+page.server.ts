import { listOwnGroupsView } from '#lib/core/group/views.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const { me } = await parent()
  if (me.isGuest) return { groups: [], next: null }
  const after = url.searchParams.get('after') || undefined
  const list = await locals.app.look(listOwnGroupsView, locals.who, { after })
  return { groups: list.items, next: list.next }
}
