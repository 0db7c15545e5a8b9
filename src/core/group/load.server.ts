import type { Db, Tx } from '../../db/sql.server.ts'
import { Refusal } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import type { Who } from '../door/who.ts'
import { findPerson } from '../person/store.server.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import type { Group, Membership } from './rules.ts'
import { findGroup, findMembership, isInvited, lockGroup } from './store.server.ts'

/** A group as it stands to whoever knocks. */
export interface AtGroup {
  readonly group: Group
  /** Of a signed-in person who was not erased; everybody else is nobody here. */
  readonly personId: string | null
  readonly membership: Membership | null
  readonly isInvited: boolean
  /** Organiser of the organisation, or steward of the group. */
  readonly runs: boolean
}

export const isMember = ({ membership }: Pick<AtGroup, 'membership'>): boolean =>
  membership?.state === 'member'

/** Whether who is in it and what it is asked may be seen. */
export const seesInside = (at: AtGroup): boolean =>
  at.runs || isMember(at) || at.group.visibility === 'everybody'

export const byRunners = (_: Who, { runs }: AtGroup): boolean => runs

/** A group; for whoever must not know of it, it is not there. */
export async function loadGroup(db: Db, { groupId }: { groupId: string }, who: Who): Promise<AtGroup> {
  return standing(db, await findGroup(db, groupId), who)
}

/** The same with its row taken. */
export async function loadLockedGroup(tx: Tx, { groupId }: { groupId: string }, who: Who): Promise<AtGroup> {
  return standing(tx, await lockGroup(tx, groupId), who)
}

async function standing(db: Db, group: Group | undefined, who: Who): Promise<AtGroup> {
  if (!group) throw new Refusal('not-found')
  const { groupId } = group
  const personId = await livingPerson(db, who)
  const membership = (personId && (await findMembership(db, groupId, personId))) || null
  const invited = personId !== null && (await isInvited(db, groupId, personId))
  const organises = hasRole(await rolesOf(db, who, group.organisationId), 'organiser')
  const isSteward = membership?.state === 'member' && membership.isSteward
  const at = { group, personId, membership, isInvited: invited, runs: organises || isSteward }
  const knows =
    at.runs ||
    invited ||
    group.discoverability !== 'invited' ||
    (membership !== null && membership.state !== 'left')
  if (!knows) throw new Refusal('not-found')
  return at
}

/** The signed-in person who knocks, unless there is none, or none any more. */
export async function livingPerson(db: Db, who: Who): Promise<string | null> {
  if (who.personId === null || !isSignedIn(who)) return null
  return (await findPerson(db, who.personId))?.personId ?? null
}
