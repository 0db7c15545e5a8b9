import { Refusal } from '../../../core/door/refusal.ts'
import { findOrganisationView } from '../../../core/organisation/views.ts'
import { findMe } from '../../../core/person/views.ts'
import { hasRole } from '../../../core/role/rules.ts'
import type { Role } from '../../../core/role/rules.ts'

/** An organisation as one who works there finds it. */
export interface Desk {
  readonly organisationId: string
  readonly slug: string
  readonly name: string
  readonly accent: number
  readonly isDemo: boolean
  readonly timeZone: string
  readonly languages: readonly string[]
  readonly isOwner: boolean
  readonly isOrganiser: boolean
  /** Whether all its calls are in sight, not only those one has a role in. */
  readonly seesAll: boolean
  /** The calls one has a role in. */
  readonly callIds: readonly string[]
}

/**
 * The desk of an organisation.
 *
 * @throws {Refusal} `not-signed-in`; `not-allowed` for those without a role there.
 */
export async function findDesk({ app, who }: App.Locals, slug: string): Promise<Desk> {
  if (who.kind !== 'person') throw new Refusal('not-signed-in')
  const [organisation, me] = await Promise.all([
    app.look(findOrganisationView, who, { slug }),
    app.look(findMe, who, {})
  ])
  const given = me.roles.filter(role => role.organisationId === organisation.organisationId)
  if (given.length === 0) throw new Refusal('not-allowed')
  const roles = new Set<Role>(given.filter(role => role.callId === null).map(role => role.role))
  return {
    organisationId: organisation.organisationId,
    slug: organisation.slug,
    name: organisation.name,
    accent: organisation.accent,
    isDemo: organisation.isDemo,
    timeZone: organisation.timeZone,
    languages: organisation.languages,
    isOwner: hasRole(roles, 'owner'),
    isOrganiser: hasRole(roles, 'organiser'),
    seesAll: hasRole(roles, 'moderator', 'analyst', 'juror'),
    callIds: [...new Set(given.map(role => role.callId).filter(id => id !== null))]
  }
}
