import { Refusal } from '#lib/core/door/refusal.ts'
import { findMe } from '#lib/core/person/views.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ locals }) => {
  const { app, who } = locals
  if (who.personId === null) throw new Refusal('not-signed-in')
  const me = await app.look(findMe, who, {})
  return {
    me: {
      isGuest: me.kind === 'guest',
      name: me.name,
      email: me.email,
      language: me.language,
      hearsResults: me.hearsResults,
      hasPassword: me.hasPassword
    }
  }
}
