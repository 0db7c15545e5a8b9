/** What a person may do in an organisation or in one of its calls. */
export const roles = ['owner', 'organiser', 'moderator', 'juror', 'analyst'] as const
export type Role = (typeof roles)[number]

/**
 * Whether one of the roles held is, or contains, one of the roles wanted.
 *
 * An owner is an organiser too, an organiser a moderator and an analyst too. Nobody is a juror by being something
 * else: a jury is named one by one, so that conflicts of interest can be seen.
 */
export function hasRole(held: ReadonlySet<Role>, ...wanted: readonly Role[]): boolean {
  return wanted.some(role => holders[role].some(holder => held.has(holder)))
}

const holders: Readonly<Record<Role, readonly Role[]>> = {
  owner: ['owner'],
  organiser: ['organiser', 'owner'],
  moderator: ['moderator', 'organiser', 'owner'],
  juror: ['juror'],
  analyst: ['analyst', 'organiser', 'owner']
}

/** Owners decide over people; the roles below can be given for one call only. */
export const canBeGivenInCall = (role: Role): boolean => role !== 'owner'

/** Owners hand out every role; organisers those below their own. */
export const mayHandOut = (held: ReadonlySet<Role>, role: Role): boolean =>
  hasRole(held, role === 'owner' || role === 'organiser' ? 'owner' : 'organiser')
