import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { Circle } from './rules.ts'

/** A wider circle that was proposed and that members have not all agreed to yet. */
export interface Loosening extends Circle {
  readonly looseningId: string
  readonly proposedAt: Date
  readonly members: number
  readonly consents: number
  /** Whether the person asked about has agreed. */
  readonly hasConsented: boolean
}

interface LooseningRow extends Circle {
  loosening_id: string
  proposed_at: Date
  members: number
  consents: number
  has_consented: boolean | null
}

/** The open proposal of a group, with how many of its members have agreed. */
export async function findLoosening(
  db: Db,
  groupId: string,
  personId: string | null = null
): Promise<Loosening | undefined> {
  const row = await first<LooseningRow>(
    db,
    sql`
    select l.loosening_id, l.visibility, l.discoverability, l.joining, l.proposed_at, count(m.person_id) as members,
      count(c.person_id) as consents, bool_or(c.person_id = ${personId}::uuid) as has_consented
    from group_loosenings l
    left join group_members m on m.group_id = l.group_id and m.state = 'member'
    left join group_consents c on c.group_id = l.group_id and c.loosening_id = l.loosening_id and c.person_id = m.person_id
    where l.group_id = ${groupId} and l.settled_at is null
    group by l.group_id, l.loosening_id`
  )
  if (!row) return undefined
  const { loosening_id: looseningId, proposed_at: proposedAt, visibility, discoverability, joining } = row
  const counts = { members: Number(row.members), consents: Number(row.consents) }
  const hasConsented = row.has_consented === true
  return { looseningId, proposedAt, visibility, discoverability, joining, ...counts, hasConsented }
}

/** Proposes a wider circle; a group has one proposal at a time. */
export async function propose(
  tx: Tx,
  groupId: string,
  wanted: Circle,
  proposedBy: string | null
): Promise<string> {
  const looseningId = newId()
  await tx.query(sql`
    insert into group_loosenings (group_id, loosening_id, visibility, discoverability, joining, proposed_by, proposed_at)
    values (${groupId}, ${looseningId}, ${wanted.visibility}, ${wanted.discoverability}, ${wanted.joining}, ${proposedBy}, ${tx.now})`)
  return looseningId
}

export async function consent(tx: Tx, groupId: string, looseningId: string, personId: string): Promise<void> {
  await tx.query(sql`
    insert into group_consents (person_id, group_id, loosening_id, consented_at)
    values (${personId}, ${groupId}, ${looseningId}, ${tx.now}) on conflict do nothing`)
}

/** Takes the open proposal of a group away, as one that was not agreed to. */
export async function dropLoosening(tx: Tx, groupId: string): Promise<boolean> {
  const rows = await tx.query(sql`
    update group_loosenings set settled_at = ${tx.now}, held = false
    where group_id = ${groupId} and settled_at is null returning 1`)
  return rows.length > 0
}

/**
 * Lets the open proposal of a group hold if no member is left who has not agreed; the group's row is taken. Asked after
 * every consent, and after everybody who goes.
 */
export async function settleLoosening(tx: Tx, groupId: string): Promise<boolean> {
  const loosening = await findLoosening(tx, groupId)
  if (!loosening || loosening.consents < loosening.members) return false
  await tx.query(sql`
    update groups set visibility = ${loosening.visibility}, discoverability = ${loosening.discoverability},
      joining = ${loosening.joining}, revision = revision + 1 where group_id = ${groupId}`)
  await tx.query(sql`
    update group_loosenings set settled_at = ${tx.now}, held = true
    where group_id = ${groupId} and loosening_id = ${loosening.looseningId}`)
  return true
}
