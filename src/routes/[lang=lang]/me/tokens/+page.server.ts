import { Refusal } from '#lib/core/door/refusal.ts'
import { to } from '#lib/ui/to.ts'
import { makeTokenOf, revokeTokenAt, seeTokens } from '../../tokens.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  if (locals.who.kind !== 'person') throw new Refusal('not-signed-in')
  return { tokens: await seeTokens(locals) }
}

export const actions: Actions = {
  make: event => makeTokenOf(event),
  revoke: event => revokeTokenAt(event, to('/me/tokens'))
}
