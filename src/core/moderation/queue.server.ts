import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { Hold, HoldRule } from './look.ts'
import type { DecisionKind, FoundBy, Ground, TargetKind } from './rules.ts'

/**
 * What waits for a moderator: the held and the flagged, oldest first, after an id. A flag on something that is no longer
 * shown waits for nobody.
 */
export async function listWaiting(
  db: Db,
  callId: string,
  after: string | undefined,
  limit: number
): Promise<{ target: string; kind: TargetKind }[]> {
  const from = after ?? '00000000-0000-0000-0000-000000000000'
  return db.query(sql`
    (select contribution_id as target, 'contribution' as kind from contributions
      where call_id = ${callId} and state = 'held' and contribution_id > ${from}::uuid
      order by contribution_id limit ${limit})
    union
    (select comment_id, 'comment' from comments
      where call_id = ${callId} and state = 'held' and comment_id > ${from}::uuid
      order by comment_id limit ${limit})
    union
    (select distinct f.target, f.target_kind from flags f
      left join contributions c on f.target_kind = 'contribution' and c.call_id = f.call_id and c.contribution_id = f.target
      left join comments m on f.target_kind = 'comment' and m.call_id = f.call_id and m.comment_id = f.target
      where f.call_id = ${callId} and f.settled_at is null and f.target > ${from}::uuid
        and 'published' in (c.state, m.state)
      order by f.target limit ${limit})
    order by target limit ${limit}`)
}

/** What was said, where and by whom. */
export interface Said {
  readonly target: string
  readonly contributionId: string
  readonly stepId: string
  readonly theme: string | null
  readonly title: string
  readonly body: JsonObject
  /** Of a comment; null for a contribution, whose words are in its body. */
  readonly comment: string | null
  readonly state: string
  /** Readable at its address alone. */
  readonly restricted: boolean
  readonly author: string | null
  readonly madeAt: Date
}

/** What these targets say, by their ids. */
export async function findSaid(db: Db, callId: string, ids: readonly string[]): Promise<Map<string, Said>> {
  const rows = await db.query<{
    target: string
    contribution_id: string
    step_id: string
    theme: string | null
    title: string
    body: JsonObject
    comment: string | null
    state: string
    restricted: boolean
    author: string | null
    made_at: Date
  }>(sql`
    select c.contribution_id as target, c.contribution_id, c.step_id, c.theme, c.title, c.body, null as comment, c.state,
      c.restricted_at is not null as restricted, c.created_at as made_at,
      (select coalesce(p.name, o.name) from contribution_authors a join participants p using (call_id, participant_id)
        left join participants o on o.call_id = p.call_id and o.participant_id = p.linked_to
        where a.call_id = c.call_id and a.contribution_id = c.contribution_id order by a.position limit 1) as author
    from unnest(${ids}::uuid[]) as wanted(id)
    join contributions c on c.call_id = ${callId} and c.contribution_id = wanted.id
    union all
    select m.comment_id, c.contribution_id, c.step_id, c.theme, c.title, c.body, m.body, m.state, false, m.made_at, coalesce(p.name, o.name)
    from unnest(${ids}::uuid[]) as wanted(id)
    join comments m on m.call_id = ${callId} and m.comment_id = wanted.id
    join contributions c on c.call_id = m.call_id and c.contribution_id = m.target
    join participants p on p.call_id = m.call_id and p.participant_id = m.participant_id
    left join participants o on o.call_id = p.call_id and o.participant_id = p.linked_to`)
  return new Map(
    rows.map(row => [
      row.target,
      {
        target: row.target,
        contributionId: row.contribution_id,
        stepId: row.step_id,
        theme: row.theme,
        title: row.title,
        body: row.body,
        comment: row.comment,
        state: row.state,
        restricted: row.restricted,
        author: row.author,
        madeAt: row.made_at
      }
    ])
  )
}

/** What stands against a target: its open flags by ground, and the last of the words that came with them. */
export interface Charge {
  readonly flags: number
  readonly grounds: Readonly<Partial<Record<Ground, number>>>
  readonly notes: readonly string[]
}

export async function findCharges(
  db: Db,
  callId: string,
  ids: readonly string[]
): Promise<Map<string, Charge>> {
  const rows = await db.query<{ target: string; ground: Ground; flags: number; notes: string[] | null }>(sql`
    select target, ground, count(*) as flags,
      (array_agg(note order by flagged_at desc) filter (where note <> ''))[1:5] as notes
    from flags where call_id = ${callId} and target = any(${ids}::uuid[]) and settled_at is null
    group by target, ground order by target, ground`)
  const charges = new Map<
    string,
    { flags: number; grounds: Partial<Record<Ground, number>>; notes: string[] }
  >()
  for (const { target, ground, flags, notes } of rows) {
    const charge = charges.get(target) ?? { flags: 0, grounds: {}, notes: [] }
    charge.flags += flags
    charge.grounds[ground] = flags
    charge.notes.push(...(notes ?? []))
    charges.set(target, charge)
  }
  return charges
}

/** Why a program asked for a look, by target; what was looked at since is not among them. */
export async function findHolds(
  db: Db,
  callId: string,
  ids: readonly string[]
): Promise<Map<string, Hold[]>> {
  const rows = await db.query<{ target: string; rule: HoldRule; found: Hold['found'] }>(sql`
    select target, rule, found from holds
    where call_id = ${callId} and target = any(${ids}::uuid[]) and settled_at is null order by target, rule`)
  const holds = new Map<string, Hold[]>()
  for (const { target, ...hold } of rows) holds.set(target, [...(holds.get(target) ?? []), hold])
  return holds
}

export interface PastDecision {
  readonly decisionId: string
  readonly decision: DecisionKind
  /** `none` where nothing was wrong. */
  readonly ground: Ground | 'none'
  readonly reason: string
  readonly scope: string
  readonly facts: string
  readonly rule: string
  readonly foundBy: FoundBy
  readonly decidedAt: Date
  /** What became of an appeal against it; `waiting` while nobody has looked, null where there is none. */
  readonly appeal: 'waiting' | 'upheld' | 'reversed' | null
}

interface DecisionRow {
  decision_id: string
  target: string
  target_kind: TargetKind
  decision: DecisionKind
  ground: Ground | 'none'
  reason: string
  scope: string
  facts: string
  rule: string
  found_by: FoundBy
  decided_at: Date
  appeal: PastDecision['appeal']
}

/** What was decided about these targets before, newest first; at most five each. */
export async function findPastDecisions(
  db: Db,
  callId: string,
  ids: readonly string[]
): Promise<Map<string, PastDecision[]>> {
  const rows = await db.query<DecisionRow>(sql`
    select past.* from unnest(${ids}::uuid[]) as wanted(id)
    cross join lateral (
      select d.decision_id, d.target, d.target_kind, d.decision, d.ground, d.reason, d.scope, d.facts, d.rule, d.found_by, d.decided_at,
        case when a.decision_id is not null then coalesce(a.outcome, 'waiting') end as appeal
      from moderation_decisions d left join appeals a using (call_id, decision_id)
      where d.call_id = ${callId} and d.target = wanted.id order by d.decision_id desc limit 5
    ) past`)
  const past = new Map<string, PastDecision[]>()
  for (const row of rows) past.set(row.target, [...(past.get(row.target) ?? []), decisionOf(row)])
  return past
}

/** The decisions of a call, newest first, before an id. */
export async function listDecisions(
  db: Db,
  callId: string,
  before: string | undefined,
  limit: number
): Promise<(PastDecision & { target: string; kind: TargetKind })[]> {
  const rows = await db.query<DecisionRow>(sql`
    select d.decision_id, d.target, d.target_kind, d.decision, d.ground, d.reason, d.scope, d.facts, d.rule, d.found_by, d.decided_at,
      case when a.decision_id is not null then coalesce(a.outcome, 'waiting') end as appeal
    from moderation_decisions d left join appeals a using (call_id, decision_id)
    where d.call_id = ${callId} and d.decision_id < ${before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
    order by d.decision_id desc limit ${limit}`)
  return rows.map(row => ({ ...decisionOf(row), target: row.target, kind: row.target_kind }))
}

/** How often what was decided, on which ground and found by whom: no words, no people. */
export async function countDecisions(db: Db, callId: string): Promise<CountedDecisions[]> {
  return db.query(sql`
    select target_kind as kind, decision, ground, found_by as "foundBy", count(*) as count from moderation_decisions
    where call_id = ${callId} group by target_kind, decision, ground, found_by
    order by target_kind, decision, ground, found_by limit 200`)
}

export interface CountedDecisions {
  readonly kind: TargetKind
  readonly decision: DecisionKind
  readonly ground: Ground | 'none'
  readonly foundBy: FoundBy
  readonly count: number
}

/** Half of what waited for a person was decided within so many hours; null where nothing has waited yet. */
export async function medianHours(db: Db, callId: string): Promise<number | null> {
  const [row] = await db.query<{ hours: number | null }>(sql`
    select percentile_cont(0.5) within group (order by extract(epoch from decided_at - waited_since)::float8 / 3600) as hours
    from moderation_decisions where call_id = ${callId} and waited_since is not null`)
  return row!.hours === null ? null : Math.round(row!.hours * 10) / 10
}

/** How often which rule held something. */
export async function countHolds(db: Db, callId: string): Promise<{ rule: HoldRule; count: number }[]> {
  return db.query(sql`
    select rule, count(*) as count from holds where call_id = ${callId} group by rule order by rule limit 20`)
}

export async function countFlags(
  db: Db,
  callId: string
): Promise<{ kind: TargetKind; open: number; settled: number }[]> {
  return db.query(sql`
    select target_kind as kind, count(*) filter (where settled_at is null) as open, count(settled_at) as settled
    from flags where call_id = ${callId} group by target_kind order by target_kind limit 10`)
}

const decisionOf = (row: DecisionRow): PastDecision => ({
  decisionId: row.decision_id,
  decision: row.decision,
  ground: row.ground,
  reason: row.reason,
  scope: row.scope,
  facts: row.facts,
  rule: row.rule,
  foundBy: row.found_by,
  decidedAt: row.decided_at,
  appeal: row.appeal
})
