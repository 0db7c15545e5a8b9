import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { DecisionKind, Ground } from './rules.ts'

/** How something of the same kind was decided before. */
export interface Precedent {
  readonly decision: DecisionKind
  readonly ground: Ground
  readonly title: string
  readonly reason: string
  readonly decidedAt: Date
  /** Of another call of the organisation: its question. */
  readonly elsewhere: string | null
  readonly wasReversed: boolean
}

/** What is asked for: something that waits, with the grounds on which it was flagged. */
export interface Waiting {
  readonly target: string
  readonly title: string
  readonly grounds: readonly Ground[]
}

const each = 3

/**
 * For each of these, up to three decisions of the organisation that come nearest: on the same ground, or about something
 * with nearly the same title. The newest 200 decisions of each of its 20 newest calls are looked through; decisions to
 * publish are none to learn from.
 */
export async function findPrecedents(
  db: Db,
  call: { readonly callId: string; readonly organisationId: string },
  waiting: readonly Waiting[]
): Promise<Map<string, Precedent[]>> {
  if (waiting.length === 0) return new Map()
  const rows = await db.query<{
    waits: string
    decision: DecisionKind
    ground: Ground
    title: string
    reason: string
    decided_at: Date
    elsewhere: string | null
    was_reversed: boolean
  }>(sql`
    with near as (
      select call_id, question from calls where organisation_id = ${call.organisationId}
      order by (call_id = ${call.callId}) desc, call_id desc limit 20
    ), decided as (
      select d.*, c.title, case when n.call_id <> ${call.callId} then n.question end as elsewhere
      from near n cross join lateral (
        select call_id, decision_id, target, decision, ground, reason, decided_at from moderation_decisions
        where call_id = n.call_id order by decision_id desc limit 200) d
      left join comments m on m.call_id = d.call_id and m.comment_id = d.target
      join contributions c on c.call_id = d.call_id and c.contribution_id = coalesce(m.target, d.target)
      where d.decision <> 'publish' and d.ground <> 'none'
    )
    select w.target as waits, p.decision, p.ground, p.title, p.reason, p.decided_at, p.elsewhere, p.was_reversed
    from unnest(${waiting.map(one => one.target)}::uuid[], ${waiting.map(one => one.title)}::text[],
      ${waiting.map(one => one.grounds.join(' '))}::text[]) as w(target, title, grounds)
    cross join lateral (
      select d.*, exists (select 1 from appeals a where a.call_id = d.call_id and a.decision_id = d.decision_id
        and a.outcome = 'reversed') as was_reversed
      from decided d
      where d.target <> w.target and (d.ground = any(string_to_array(w.grounds, ' ')) or similarity(d.title, w.title) > 0.35)
      order by (d.ground = any(string_to_array(w.grounds, ' ')))::int + 2 * similarity(d.title, w.title) desc, d.decision_id desc
      limit ${each}
    ) p`)
  const found = new Map<string, Precedent[]>()
  for (const row of rows) {
    const precedent = {
      decision: row.decision,
      ground: row.ground,
      title: row.title,
      reason: row.reason,
      decidedAt: row.decided_at,
      elsewhere: row.elsewhere,
      wasReversed: row.was_reversed
    }
    found.set(row.waits, [...(found.get(row.waits) ?? []), precedent])
  }
  return found
}
