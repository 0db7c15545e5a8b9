import { findCallView } from '#lib/core/call/views.ts'
import type { ResultOf } from '#lib/core/door/act.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { hasRole } from '#lib/core/role/rules.ts'

export type ShownCall = ResultOf<typeof findCallView>

interface Seen {
  readonly call: ShownCall
  readonly mayOrganise: boolean
  readonly mayModerate: boolean
}

/**
 * A call at its organisation's desk.
 *
 * @throws {Refusal} `not-found` for another organisation's; `not-signed-in` and `not-allowed` for those without a role in it.
 */
export async function seeCall(
  { app, who }: App.Locals,
  params: { organisation: string; call: string }
): Promise<Seen> {
  if (who.kind !== 'person') throw new Refusal('not-signed-in')
  const call = await app.look(findCallView, who, { call: params.call })
  if (call.organisation.slug !== params.organisation) throw new Refusal('not-found')
  const roles = new Set(call.roles)
  if (roles.size === 0) throw new Refusal('not-allowed')
  return { call, mayOrganise: hasRole(roles, 'organiser'), mayModerate: hasRole(roles, 'moderator') }
}

/** The same for pages that only organisers have. */
export async function seeCallToOrganise(
  locals: App.Locals,
  params: { organisation: string; call: string }
): Promise<ShownCall> {
  const { call, mayOrganise } = await seeCall(locals, params)
  if (!mayOrganise) throw new Refusal('not-allowed')
  return call
}
