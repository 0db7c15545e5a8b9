import { redirect } from '@sveltejs/kit'
import { Refusal } from '#lib/core/door/refusal.ts'
import { makeGroup } from '#lib/core/group/acts.ts'
import { listGroups } from '#lib/core/group/views.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { groupFields } from '../../../groups/group-fields.ts'
import { findDesk } from '../../desk.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, parent, url }) => {
  const { desk } = await parent()
  if (!desk.isOrganiser) throw new Refusal('not-allowed')
  const after = url.searchParams.get('after') || undefined
  const { organisationId } = desk
  const list = await locals.app.look(listGroups, locals.who, { organisationId, after })
  return { groups: list.items, next: list.next }
}

export const actions: Actions = {
  make: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return submit(
      event,
      makeGroup,
      form => ({ organisationId, slug: textOf(form, 'slug') ?? '', ...groupFields(form) }),
      { onDone: ({ result }) => redirect(303, to(`/groups/${result.groupId}`)) }
    )
  }
}
