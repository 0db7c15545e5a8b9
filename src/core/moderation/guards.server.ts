import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { networkOf } from '../door/limits.ts'
import { addressOf } from '../door/who.ts'
import type { Who } from '../door/who.ts'
import { addressShare, burstMinutes, usualGuards } from './look.ts'
import type { Guards, Hold } from './look.ts'
import type { TargetKind } from './rules.ts'

interface GuardRow {
  words: string[] | null
  links: boolean | null
  copies: boolean | null
  shouting: boolean | null
  burst: number | null
  trust_after: number | null
}

const guardsOf = (row: GuardRow): Guards => ({
  words: row.words ?? usualGuards.words,
  links: row.links ?? usualGuards.links,
  copies: row.copies ?? usualGuards.copies,
  shouting: row.shouting ?? usualGuards.shouting,
  burst: row.burst ?? usualGuards.burst,
  trustAfter: row.trust_after
})

/** What the programs of a call look for, and when that was last changed. */
export async function findGuards(db: Db, callId: string): Promise<Guards & { changedAt: Date | null }> {
  const row = await first<GuardRow & { changed_at: Date }>(
    db,
    sql`
    select words, links, copies, shouting, burst, trust_after, changed_at from call_guards where call_id = ${callId}`
  )
  return row ? { ...guardsOf(row), changedAt: row.changed_at } : { ...usualGuards, changedAt: null }
}

/** Keeps other guards over those of a moment; false where somebody else changed them since. */
export async function saveGuards(
  tx: Tx,
  callId: string,
  guards: Guards,
  changedAt: string | null
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into call_guards (call_id, words, links, copies, shouting, burst, trust_after, changed_at)
    select ${callId}::uuid, ${guards.words}::text[], ${guards.links}::boolean, ${guards.copies}::boolean,
      ${guards.shouting}::boolean, ${guards.burst}::smallint, ${guards.trustAfter}::smallint, ${tx.now}::timestamptz
    on conflict (call_id) do update set words = excluded.words, links = excluded.links, copies = excluded.copies,
      shouting = excluded.shouting, burst = excluded.burst, trust_after = excluded.trust_after, changed_at = excluded.changed_at
      where date_trunc('milliseconds', call_guards.changed_at) = ${changedAt}::timestamptz
    returning 1`)
  return rows.length > 0
}

/** What is known of who hands something in, in one look. */
export interface Sender {
  readonly guards: Guards
  /** Works on this call: rules would hold it for the same people. */
  readonly moderates: boolean
  /** The rule that holds a new account which nobody has cleared yet. */
  readonly heldFor: string | null
  /** How much came from this person, and from this address, in the last minutes. */
  readonly byPerson: number
  readonly byAddress: number
}

export async function findSender(
  tx: Tx,
  call: { readonly callId: string; readonly organisationId: string },
  who: Who
): Promise<Sender> {
  const { callId } = call
  const [person, place] = sourcesOf(who)
  const row = await first<
    GuardRow & {
      moderates: boolean
      held_for: string | null
      by_person: number
      by_address: number
    }
  >(
    tx,
    sql`
    select g.words, g.links, g.copies, g.shouting, g.burst, g.trust_after,
      exists (select 1 from roles where organisation_id = ${call.organisationId} and person_id = ${who.personId}::uuid
        and call_id in (${callId}, '00000000-0000-0000-0000-000000000000')
        and role in ('owner', 'organiser', 'moderator')) as moderates,
      (select held_for from people where person_id = ${who.personId}::uuid and cleared_at is null) as held_for,
      (select count(*) from arrivals where call_id = ${callId} and arrived_at > ${tx.now}::timestamptz - make_interval(mins => ${burstMinutes})
        and source_hash = sha256(convert_to(k.key || ${callId} || ${person}::text, 'UTF8'))) as by_person,
      (select count(*) from arrivals where call_id = ${callId} and arrived_at > ${tx.now}::timestamptz - make_interval(mins => ${burstMinutes})
        and source_hash = sha256(convert_to(k.key || ${callId} || ${place}::text, 'UTF8'))) as by_address
    from (select coalesce((select value->>'key' from instance_facts where name = 'guest-key'), '') as key) k
    left join call_guards g on g.call_id = ${callId}`
  )
  return {
    guards: guardsOf(row!),
    moderates: row!.moderates,
    heldFor: row!.held_for,
    byPerson: row!.by_person,
    byAddress: row!.by_address
  }
}

/** Who and whence, as they are hashed: an address is never kept as it is. */
const sourcesOf = (who: Who): readonly [string, string | null] => {
  const address = addressOf(who)
  return [`person ${who.personId ?? ''}`, address === null ? null : `address ${networkOf(address)}`]
}

/** Remembers for the next hour that something came in. */
export function noteArrival(tx: Tx, callId: string, target: string, who: Who): void {
  const [person, place] = sourcesOf(who)
  tx.send(sql`
    insert into arrivals (call_id, source_hash, arrived_at, target)
    select ${callId}::uuid, sha256(convert_to(
      coalesce((select value->>'key' from instance_facts where name = 'guest-key'), '') || ${callId}::text || source, 'UTF8')),
      ${tx.now}::timestamptz, ${target}::uuid
    from unnest(array[${person}, ${place}]::text[]) as source where source is not null`)
}

/** The rule about bursts: what is too much of one person, or of one address. */
export function burstOf({ guards, byPerson, byAddress }: Sender): Hold[] {
  if (byPerson >= guards.burst)
    return [{ rule: 'burst', found: { of: 'person', count: byPerson + 1, minutes: burstMinutes } }]
  if (byAddress >= guards.burst * addressShare)
    return [{ rule: 'burst', found: { of: 'address', count: byAddress + 1, minutes: burstMinutes } }]
  return []
}

/** Whether somebody's earlier contributions here speak for the next: so many published, none hidden of late. */
export async function isTrusted(
  tx: Tx,
  organisationId: string,
  personId: string,
  trustAfter: number
): Promise<boolean> {
  const row = await first<{ trusted: boolean }>(
    tx,
    sql`
    with own as (
      select p.call_id, p.participant_id from participants p join calls c using (call_id)
      where c.organisation_id = ${organisationId} and p.person_id in (
        select ${personId}::uuid union all select guest_id from guest_claims where person_id = ${personId})
    ), made as (
      select a.call_id, a.contribution_id from own join contribution_authors a using (call_id, participant_id)
    )
    select (select count(*) from (
        select 1 from made join contributions c using (call_id, contribution_id)
        where c.state = 'published' and c.restricted_at is null limit ${trustAfter}) as good) >= ${trustAfter}
      and not exists (
        select 1 from (
          select call_id, contribution_id as target from made
          union all select m.call_id, m.comment_id from own join comments m using (call_id, participant_id)
        ) said join moderation_decisions d using (call_id, target)
        where d.decision in ('hide', 'restrict') and d.decided_at > ${tx.now}::timestamptz - interval '90 days'
          and not exists (select 1 from appeals a
            where a.call_id = d.call_id and a.decision_id = d.decision_id and a.outcome = 'reversed'))
      as trusted`
  )
  return row!.trusted
}

/** Keeps why something waits, in place of what was found before. */
export async function keepHolds(
  tx: Tx,
  target: { readonly callId: string; readonly id: string; readonly kind: TargetKind },
  holds: readonly Hold[]
): Promise<void> {
  if (holds.length === 0) return
  await tx.query(sql`
    insert into holds (call_id, target, rule, target_kind, found, held_at)
    select ${target.callId}, ${target.id}, rule, ${target.kind}, found, ${tx.now}
    from unnest(${holds.map(one => one.rule)}::text[], ${holds.map(one => JSON.stringify(one.found))}::jsonb[]) as h(rule, found)
    on conflict (call_id, target, rule) do update set found = excluded.found, held_at = excluded.held_at, settled_at = null`)
}

/** For a daily job: what came in is forgotten soon. */
export async function forgetArrivals(tx: Tx): Promise<void> {
  await tx.query(sql`delete from arrivals where arrived_at < ${tx.now}::timestamptz - interval '1 hour'`)
  await tx.query(sql`delete from sign_ups where signed_up_at < ${tx.now}::timestamptz - interval '1 day'`)
}
