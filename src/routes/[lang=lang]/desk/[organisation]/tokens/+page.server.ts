import { Refusal } from '#lib/core/door/refusal.ts'
import { to } from '#lib/ui/to.ts'
import { makeTokenOf, revokeTokenAt, seeTokens } from '../../../tokens.server.ts'
import { findDesk } from '../../desk.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, parent }) => {
  const { desk } = await parent()
  if (!desk.isOwner) throw new Refusal('not-allowed')
  return { tokens: await seeTokens(locals, desk.organisationId) }
}

export const actions: Actions = {
  make: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return makeTokenOf(event, organisationId)
  },
  revoke: event => revokeTokenAt(event, to(`/desk/${event.params.organisation}/tokens`))
}
