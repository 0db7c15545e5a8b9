import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import { promiseState } from './rules.ts'
import type { PromiseState } from './rules.ts'

/** One call's promise, with the figures behind it. */
export interface PromiseOfCall {
  readonly callId: string
  readonly slug: string
  readonly question: string
  readonly language: string
  readonly promise: string
  readonly decides: string
  /** A calendar day where the call is, `YYYY-MM-DD`. */
  readonly answerOn: string | null
  readonly timeZone: string
  readonly openedAt: Date
  readonly concludedAt: Date | null
  readonly cancelledAt: Date | null
  readonly state: PromiseState
  /** Days after the promised one: of the conclusion, or so far; null where it is not over. */
  readonly daysLate: number | null
  readonly contributions: number
  readonly answered: number
  readonly done: number
  readonly disputes: number
}

interface Row {
  call_id: string
  slug: string
  question: string
  language: string
  promise: string
  decides: string
  answer_on: string | null
  time_zone: string
  opened_at: Date
  concluded_at: Date | null
  cancelled_at: Date | null
  days_over: number | null
  contributions: number
  answered: number
  done: number
  disputes: number
}

/** The promises of an organisation's opened public calls, newest first, before an id. */
export async function listPromises(
  db: Db,
  organisationId: string,
  before: string | null,
  limit: number
): Promise<PromiseOfCall[]> {
  const rows = await db.query<Row>(sql`
    select c.call_id, c.slug, c.question, c.language, c.promise, c.decides, to_char(c.answer_on, 'YYYY-MM-DD') as answer_on,
      c.time_zone, r.made_at as opened_at, e.concluded_at, x.cancelled_at,
      (coalesce(e.concluded_at, now()) at time zone c.time_zone)::date - c.answer_on as days_over,
      n.contributions, n.answered, n.done,
      (select count(*)::integer from disputes d where d.call_id = c.call_id and d.state in ('published', 'hidden')) as disputes
    from calls c join rules r on r.call_id = c.call_id and r.version = 1
    left join conclusions e on e.call_id = c.call_id left join cancellations x on x.call_id = c.call_id
    cross join lateral (
      select count(*)::integer as contributions, count(answered_at)::integer as answered,
        count(*) filter (where status = 'done')::integer as done
      from contributions o where o.call_id = c.call_id and o.state = 'published' and o.merged_into is null
    ) n
    where c.organisation_id = ${organisationId} and c.visibility = 'public'
      and c.call_id < coalesce(${before}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    order by c.call_id desc limit ${limit}`)
  return rows.map(promiseOf)
}

function promiseOf(row: Row): PromiseOfCall {
  const state = promiseState({
    daysOver: row.days_over,
    isConcluded: row.concluded_at !== null,
    isCancelled: row.cancelled_at !== null
  })
  const isOver = row.cancelled_at === null && row.days_over !== null && row.days_over > 0
  return {
    callId: row.call_id,
    slug: row.slug,
    question: row.question,
    language: row.language,
    promise: row.promise,
    decides: row.decides,
    answerOn: row.answer_on,
    timeZone: row.time_zone,
    openedAt: row.opened_at,
    concludedAt: row.concluded_at,
    cancelledAt: row.cancelled_at,
    state,
    daysLate: isOver ? row.days_over : null,
    contributions: row.contributions,
    answered: row.answered,
    done: row.done,
    disputes: row.disputes
  }
}

/** What all the calls of an organisation add up to. */
export interface PromiseFigures {
  readonly byState: Readonly<Record<PromiseState, number>>
  readonly contributions: number
  readonly answered: number
  readonly done: number
  /** From handing in to the first answer, half took no longer; null while there are none. */
  readonly medianDays: number | null
}

interface Kept {
  readonly figures: PromiseFigures
  readonly freshUntil: number
}

const kept = new Map<string, Kept>()
const mostKept = 500
/** What takes long to add up is added up seldom: at most half a per cent of the time, and not within ten seconds. */
const restFactor = 200
const leastRestMs = 10_000

/** Adds up an organisation's record, or gives what was added up a moment ago. */
export async function findFigures(db: Db, organisationId: string): Promise<PromiseFigures> {
  const known = kept.get(organisationId)
  const start = performance.now()
  if (known && start < known.freshUntil) return known.figures
  const figures = await addUp(db, organisationId)
  const end = performance.now()
  kept.delete(organisationId)
  kept.set(organisationId, {
    figures,
    freshUntil: end + Math.max(leastRestMs, (end - start) * restFactor)
  })
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  return figures
}

async function addUp(db: Db, organisationId: string): Promise<PromiseFigures> {
  const byState: Record<PromiseState, number> = { kept: 0, late: 0, broken: 0, running: 0 }
  const sums = { contributions: 0, answered: 0, done: 0 }
  for (let before: string | null = null; ;) {
    const calls: PromiseOfCall[] = await listPromises(db, organisationId, before, 200)
    for (const call of calls) {
      byState[call.state] += 1
      sums.contributions += call.contributions
      sums.answered += call.answered
      sums.done += call.done
    }
    before = calls.at(-1)?.callId ?? null
    if (calls.length < 200) break
  }
  return { byState, ...sums, medianDays: await medianDays(db, organisationId) }
}

async function medianDays(db: Db, organisationId: string): Promise<number | null> {
  const [row] = await db.query<{ days: number | null }>(sql`
    select percentile_cont(0.5) within group (order by extract(epoch from o.answered_at - o.created_at) / 86400) as days
    from calls c join contributions o on o.call_id = c.call_id
    where c.organisation_id = ${organisationId} and c.visibility = 'public'
      and o.state = 'published' and o.merged_into is null and o.answered_at is not null`)
  return row!.days === null ? null : Math.round(row!.days * 10) / 10
}
