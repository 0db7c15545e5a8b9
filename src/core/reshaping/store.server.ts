import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { Held } from './carry.ts'

export interface Reshaping {
  readonly reshapingId: string
  readonly kind: 'merge' | 'split'
  readonly undoneAt: Date | null
}

export async function insertReshaping(
  tx: Tx,
  made: {
    callId: string
    reshapingId: string
    kind: 'merge' | 'split'
    reason: string
    madeBy: string | null
    /** From what to what. */
    links: readonly { readonly sourceId: string; readonly contributionId: string }[]
  }
): Promise<void> {
  await tx.query(sql`
    insert into reshapings (call_id, reshaping_id, kind, reason, made_by, made_at)
    values (${made.callId}, ${made.reshapingId}, ${made.kind}, ${made.reason}, ${made.madeBy}, ${tx.now})`)
  await tx.query(sql`
    insert into lineage (call_id, contribution_id, source_id, kind, made_at, reshaping_id)
    select ${made.callId}, c, s, ${made.kind === 'merge' ? 'merged' : 'split'}, ${tx.now}, ${made.reshapingId}
    from unnest(${made.links.map(link => link.contributionId)}::uuid[], ${made.links.map(link => link.sourceId)}::uuid[]) as n(c, s)`)
}

/** A deed with its row taken. */
export async function lockReshaping(
  tx: Tx,
  callId: string,
  reshapingId: string
): Promise<Reshaping | undefined> {
  const row = await first<{ kind: 'merge' | 'split'; undone_at: Date | null }>(
    tx,
    sql`select kind, undone_at from reshapings where call_id = ${callId} and reshaping_id = ${reshapingId} for update`
  )
  return row && { reshapingId, kind: row.kind, undoneAt: row.undone_at }
}

/** Says that a deed was undone; its links go, the deed stays on record. */
export async function markUndone(
  tx: Tx,
  callId: string,
  reshapingId: string,
  reason: string,
  contributionIds: readonly string[]
): Promise<void> {
  await tx.query(sql`
    update reshapings set undone_at = ${tx.now}, undone_reason = ${reason}
    where call_id = ${callId} and reshaping_id = ${reshapingId}`)
  await tx.query(sql`
    delete from lineage where call_id = ${callId} and reshaping_id = ${reshapingId}
      and (source_id = any(${[...contributionIds]}::uuid[]) or contribution_id = any(${[...contributionIds]}::uuid[]))`)
}

export async function listLinks(
  db: Db,
  callId: string,
  reshapingId: string
): Promise<{ sourceId: string; contributionId: string }[]> {
  const rows = await db.query<{ source_id: string; contribution_id: string }>(sql`
    select source_id, contribution_id from lineage where call_id = ${callId} and reshaping_id = ${reshapingId}
    order by source_id, contribution_id limit 200`)
  return rows.map(row => ({ sourceId: row.source_id, contributionId: row.contribution_id }))
}

export async function setMergedInto(
  tx: Tx,
  callId: string,
  ids: readonly string[],
  target: string | null
): Promise<void> {
  await tx.query(sql`
    update contributions set merged_into = ${target}, changed_at = ${tx.now}
    where call_id = ${callId} and contribution_id = any(${[...ids]}::uuid[])`)
}

/** Every response at these contributions, also those that do not count; their rows are taken. */
export async function lockResponses(tx: Tx, callId: string, targets: readonly string[]): Promise<Held[]> {
  const rows = await tx.query<{
    target: string
    kind: string
    responder: string
    person: string
    response_id: string
    body: JsonObject
    state: Held['state']
    erased: boolean
    channel: string
    given_at: Date
    carried_from: string | null
    carried_to: string | null
    alias: string
  }>(sql`
    select r.target, r.kind, r.responder, coalesce(p.linked_to, p.participant_id) as person, r.response_id, r.body, r.state,
      r.erased, r.channel, r.given_at, r.carried_from, r.carried_to, p.alias
    from contributions c
    join responses r on r.call_id = c.call_id and r.step_id = c.step_id and r.target = c.contribution_id
    join participants p on p.call_id = r.call_id and p.participant_id = r.responder
    where c.call_id = ${callId} and c.contribution_id = any(${[...targets]}::uuid[])
    order by r.target, r.responder, r.kind for update of r`)
  return rows.map(row => ({
    target: row.target,
    kind: row.kind,
    responder: row.responder,
    person: row.person,
    responseId: row.response_id,
    body: row.body,
    state: row.state,
    erased: row.erased,
    channel: row.channel,
    givenAt: row.given_at,
    carriedFrom: row.carried_from,
    carriedTo: row.carried_to,
    alias: row.alias
  }))
}

/** The parts of those who wrote a contribution, each as one for all that belong to it. */
export async function listAuthorParts(
  db: Db,
  callId: string,
  contributionId: string
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ person: string }>(sql`
    select coalesce(p.linked_to, p.participant_id) as person
    from contribution_authors a join participants p using (call_id, participant_id)
    where a.call_id = ${callId} and a.contribution_id = ${contributionId}`)
  return new Set(rows.map(row => row.person))
}

/** Sets the state of responses, and where they went or came from. */
export async function setResponses(
  tx: Tx,
  callId: string,
  stepId: string,
  held: readonly Held[],
  to: {
    state: Held['state']
    carriedTo?: string | null
    /** What each came from; stays as it is unless given. */
    carriedFrom?: readonly (string | null)[]
  }
): Promise<void> {
  if (held.length === 0) return
  const from = to.carriedFrom ?? held.map(one => one.carriedFrom)
  await tx.query(sql`
    update responses r set state = ${to.state}, carried_to = ${to.carriedTo ?? null}, carried_from = n.f
    from unnest(${held.map(one => one.target)}::uuid[], ${held.map(one => one.responder)}::uuid[],
      ${held.map(one => one.kind)}::text[], ${[...from]}::uuid[]) as n(t, r, k, f)
    where r.call_id = ${callId} and r.step_id = ${stepId} and r.target = n.t and r.responder = n.r and r.kind = n.k`)
}

/** Counts responses at a target that were given to others. Gives those that did not meet one of the person's own meanwhile. */
export async function insertCarried(
  tx: Tx,
  callId: string,
  stepId: string,
  target: string,
  carried: readonly Held[]
): Promise<Held[]> {
  if (carried.length === 0) return []
  const column = <T>(value: (one: Held) => T) => carried.map(value)
  const rows = await tx.query<{ response_id: string }>(sql`
    insert into responses (call_id, step_id, target, responder, kind, response_id, body, state, erased, channel, given_at, carried_from)
    select ${callId}, ${stepId}, ${target}, r, k, i, b, 'counted', e, ch, at, f from unnest(
      ${column(one => one.responder)}::uuid[], ${column(one => one.kind)}::text[], ${column(one => one.responseId)}::uuid[],
      ${column(one => JSON.stringify(one.body))}::jsonb[], ${column(one => one.erased)}::boolean[],
      ${column(one => one.channel)}::text[], ${column(one => one.givenAt)}::timestamptz[],
      ${column(one => one.carriedFrom)}::uuid[]) as n(r, k, i, b, e, ch, at, f)
    order by r, k
    on conflict (call_id, step_id, target, responder, kind) do update
      set response_id = excluded.response_id, body = excluded.body, state = 'counted', erased = excluded.erased,
        channel = excluded.channel, given_at = excluded.given_at, carried_from = excluded.carried_from, carried_to = null
      where responses.state <> 'counted'
    returning response_id`)
  const kept = new Set(rows.map(row => row.response_id))
  return carried.filter(one => kept.has(one.responseId))
}

/** Takes the parts of these responders, so that what is left of their budgets is counted by one at a time. */
export async function countHeldBy(
  tx: Tx,
  callId: string,
  stepId: string,
  persons: readonly string[]
): Promise<Map<string, number>> {
  await tx.query(sql`
    select 1 from participants where call_id = ${callId} and participant_id = any(${[...persons]}::uuid[])
    order by participant_id for update`)
  const rows = await tx.query<{ person: string; held: number }>(sql`
    select coalesce(p.linked_to, p.participant_id) as person, count(*) as held
    from participants p join responses r on r.call_id = p.call_id and r.responder = p.participant_id
    where p.call_id = ${callId} and (p.participant_id = any(${[...persons]}::uuid[]) or p.linked_to = any(${[...persons]}::uuid[]))
      and r.step_id = ${stepId} and r.state = 'counted' group by 1`)
  return new Map(rows.map(row => [row.person, row.held]))
}

/** All that were merged into a contribution and still are. */
export async function listMergedInto(db: Db, callId: string, target: string): Promise<string[]> {
  const rows = await db.query<{ contribution_id: string }>(sql`
    select contribution_id from contributions where call_id = ${callId} and merged_into = ${target}
    order by contribution_id limit 500`)
  return rows.map(row => row.contribution_id)
}

/** Lets the authors of a contribution be those of others that were made of it. */
export async function shareAuthors(
  tx: Tx,
  callId: string,
  sourceId: string,
  parts: readonly string[]
): Promise<void> {
  await tx.query(sql`
    insert into contribution_authors (call_id, contribution_id, participant_id, position)
    select a.call_id, part, a.participant_id, a.position from contribution_authors a, unnest(${[...parts]}::uuid[]) as part
    where a.call_id = ${callId} and a.contribution_id = ${sourceId} on conflict do nothing`)
}

export interface ListedReshaping extends Reshaping {
  readonly reason: string
  readonly madeAt: Date
  readonly undoneReason: string
  readonly links: readonly {
    /** A title is null where the words are not seen any more. */
    readonly source: { readonly id: string; readonly title: string | null }
    readonly contribution: { readonly id: string; readonly title: string | null }
  }[]
}

/** The deeds of a call, newest first, after an id. */
export async function listReshapings(
  db: Db,
  callId: string,
  after: string | undefined,
  limit: number
): Promise<ListedReshaping[]> {
  const rows = await db.query<{
    reshaping_id: string
    kind: 'merge' | 'split'
    reason: string
    made_at: Date
    undone_at: Date | null
    undone_reason: string
    links: ListedReshaping['links'] | null
  }>(sql`
    select r.reshaping_id, r.kind, r.reason, r.made_at, r.undone_at, r.undone_reason, (
      select jsonb_agg(jsonb_build_object(
        'source', jsonb_build_object('id', s.contribution_id, 'title', case when s.state = 'published' then s.title end),
        'contribution', jsonb_build_object('id', c.contribution_id, 'title', case when c.state = 'published' then c.title end)) order by s.contribution_id, c.contribution_id)
      from lineage l join contributions s on s.call_id = l.call_id and s.contribution_id = l.source_id
      join contributions c on c.call_id = l.call_id and c.contribution_id = l.contribution_id
      where l.call_id = r.call_id and l.reshaping_id = r.reshaping_id) as links
    from reshapings r
    where r.call_id = ${callId} and r.reshaping_id < ${after ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
    order by r.reshaping_id desc limit ${limit}`)
  return rows.map(row => ({
    reshapingId: row.reshaping_id,
    kind: row.kind,
    reason: row.reason,
    madeAt: row.made_at,
    undoneAt: row.undone_at,
    undoneReason: row.undone_reason,
    links: row.links ?? []
  }))
}
