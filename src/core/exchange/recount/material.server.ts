import { first, only, sql } from '../../../db/sql.server.ts'
import type { Db } from '../../../db/sql.server.ts'
import type { JsonObject } from '../../ledger/canonical.ts'
import { stepsOfRules } from '../../ledger/verify/check-results.ts'
import type { CountedResponse } from '../../method.ts'

/** The line of the last result of a step: which lines of the record it counted. */
export interface ResultLine {
  readonly version: number
  /** Lines before this place were counted. */
  readonly through: number
}

export async function findResultLine(
  db: Db,
  callId: string,
  stepId: string
): Promise<ResultLine | undefined> {
  return first<ResultLine & { through: number }>(
    db,
    sql`select (counted->'record'->>'version')::int as version,
        coalesce((counted->'record'->>'through')::bigint, sequence) as through
      from ledger_lines where log_id = ${callId} and subject_id = ${stepId} and subject_kind = 'result' and sequence is not null
      order by sequence desc limit 1`
  )
}

/** A step as it stood in the rules that a result was counted under. */
export interface CountedStep {
  readonly method: string
  readonly settings: unknown
  /** Milliseconds since 1970. */
  readonly closedAt: number
}

export async function findCountedStep(
  db: Db,
  callId: string,
  stepId: string,
  version: number
): Promise<CountedStep> {
  const { canonical } = await only<{ canonical: string }>(
    db,
    sql`select r.canonical from results x join rules r on r.call_id = x.call_id and r.version = x.rules_version
      where x.call_id = ${callId} and x.step_id = ${stepId} and x.version = ${version}`
  )
  const step = stepsOfRules(JSON.parse(canonical)).find(({ id }) => id === stepId) as unknown as {
    method: string
    settings: unknown
    closesAt: string
  }
  return { method: step.method, settings: step.settings, closedAt: Date.parse(step.closesAt) }
}

interface Page {
  readonly callId: string
  readonly stepId: string
  readonly through: number
  /** Place in the log, from 0. */
  readonly from: number
  readonly limit: number
}

/** The contributions that the count saw, from the record itself; words that were taken off or erased since are null. */
export async function listCountedContributions(
  db: Db,
  page: Page
): Promise<{ sequence: number; id: string; theme: string | null; title: string | null }[]> {
  const rows = await db.query<{ sequence: number; id: string; record: JsonObject; title: string | null }>(sql`
    select l.sequence, l.subject_id as id, l.counted->'record' as record,
      case when c.state = 'published' then l.personal->>'title' end as title
    from ledger_lines l left join contributions c on c.call_id = l.log_id and c.contribution_id = l.subject_id
    where l.log_id = ${page.callId} and l.sequence >= ${page.from} and l.sequence < ${page.through}
      and l.subject_kind = 'contribution' and l.counted->>'step' = ${page.stepId} and l.counted->>'effect' = 'put'
      and not exists (select 1 from ledger_lines n where n.log_id = l.log_id and n.subject_id = l.subject_id
        and n.sequence > l.sequence and n.sequence < ${page.through} and n.subject_kind = 'contribution'
        and n.counted->>'effect' in ('put', 'remove'))
    order by l.sequence limit ${page.limit}`)
  return rows.map(({ sequence, id, record, title }) => ({
    sequence,
    id,
    theme: typeof record.theme === 'string' ? record.theme : null,
    title
  }))
}

/** The responses that the count saw, from the record itself. */
export async function listCountedResponses(
  db: Db,
  page: Page
): Promise<(CountedResponse & { sequence: number })[]> {
  const rows = await db.query<{
    sequence: number
    target: string
    kind: string
    body: unknown
    at: string
  }>(sql`
    select l.sequence, l.counted->'record'->>'target' as target, l.counted->'record'->>'kind' as kind,
      l.counted->'record'->'body' as body, l.counted->'record'->>'at' as at
    from ledger_lines l
    where l.log_id = ${page.callId} and l.sequence >= ${page.from} and l.sequence < ${page.through}
      and l.subject_kind = 'response' and l.counted->>'step' = ${page.stepId} and l.counted->>'effect' = 'put'
      and not exists (select 1 from ledger_lines n where n.log_id = l.log_id and n.subject_id = l.subject_id
        and n.sequence > l.sequence and n.sequence < ${page.through} and n.subject_kind = 'response'
        and n.counted->>'effect' in ('put', 'remove'))
    order by l.sequence limit ${page.limit}`)
  return rows.map(row => ({
    sequence: row.sequence,
    target: row.target,
    kind: row.kind,
    body: row.body,
    at: Date.parse(row.at)
  }))
}
