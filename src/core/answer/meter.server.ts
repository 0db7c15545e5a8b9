import { only, sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { ContributionStatus } from '../contribution/rules.ts'
import type { Rating } from './rules.ts'

export interface StatusCount {
  readonly status: ContributionStatus
  /** The organisation's own name; null where it has none. */
  readonly own: string | null
  readonly count: number
}

/** How far the answers of a call are. */
export interface Meter {
  readonly total: number
  readonly answered: number
  /** Of these, after the promised day. */
  readonly answeredLate: number
  /** Without an answer, the promised day still ahead. */
  readonly waiting: number
  /** Without an answer, the promised day past. */
  readonly late: number
  readonly byStatus: readonly StatusCount[]
  /** Whole days until the end of the promised day; negative once it is past; null where none was promised. */
  readonly daysLeft: number | null
  /** From handing in to the answer, half of the answers took no longer; null while there are none. */
  readonly medianDays: number | null
  readonly ratings: Readonly<Record<Rating, number>>
}

/** The moment at which a promised day ends where the call is. `steps`: those whose contributions are owed an answer. */
export async function findMeter(db: Db, callId: string, steps: readonly string[]): Promise<Meter> {
  const row = await only<{
    total: number
    answered: number
    answered_late: number
    is_late: boolean | null
    days_left: number | null
    median_days: number | null
    by_status: StatusCount[] | null
    ratings: Partial<Record<Rating, number>> | null
  }>(
    db,
    sql`
    with promised as (
      select (answer_on + 1)::timestamp at time zone time_zone as due,
        answer_on - (now() at time zone time_zone)::date as days_left
      from calls where call_id = ${callId}
    ), counted as materialized (
      select status, own_status, answered_at, created_at from contributions
      where call_id = ${callId} and step_id = any(${steps}::uuid[]) and state = 'published' and merged_into is null
    )
    select count(*)::integer as total, count(answered_at)::integer as answered,
      count(*) filter (where answered_at >= due)::integer as answered_late,
      (select due <= now() from promised) as is_late, (select days_left from promised) as days_left,
      percentile_cont(0.5) within group (order by extract(epoch from answered_at - created_at) / 86400)
        filter (where answered_at is not null) as median_days,
      (select jsonb_agg(jsonb_build_object('status', status, 'own', own_status, 'count', n) order by n desc) from (
        select status, own_status, count(*) as n from counted group by status, own_status limit 40) s) as by_status,
      (select jsonb_object_agg(rating, n) from (
        select rating, count(*) as n from answer_replies where call_id = ${callId} and rating is not null group by rating) r) as ratings
    from counted cross join promised`
  )
  const open = row.total - row.answered
  return {
    total: row.total,
    answered: row.answered,
    answeredLate: row.answered_late,
    waiting: row.is_late ? 0 : open,
    late: row.is_late ? open : 0,
    byStatus: row.by_status ?? [],
    daysLeft: row.days_left,
    medianDays: row.median_days === null ? null : Math.round(row.median_days * 10) / 10,
    ratings: { answers: 0, partly: 0, 'does-not': 0, ...row.ratings }
  }
}

/** How many contributions are owed an answer and have none. */
export async function countUnanswered(db: Db, callId: string, steps: readonly string[]): Promise<number> {
  const row = await only<{ missing: number }>(
    db,
    sql`
    select count(*)::integer as missing from contributions
    where call_id = ${callId} and step_id = any(${steps}::uuid[]) and state = 'published' and answered_at is null
      and merged_into is null`
  )
  return row.missing
}
