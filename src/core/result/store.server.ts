import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Counted, CountedResponse, Result } from '../method.ts'

/** What a tally is made from: contributions that stand (published, or erased after that) and counted responses to them. */
export async function listCounted(
  db: Db,
  callId: string,
  stepId: string
): Promise<{ contributions: Counted[]; responses: CountedResponse[] }> {
  const contributions = await db.query<{ contribution_id: string; theme: string | null }>(sql`
    select contribution_id, theme from contributions
    where call_id = ${callId} and step_id = ${stepId} and state in ('published', 'erased')
      and merged_into is null order by contribution_id`)
  const responses = await db.query<{ target: string; kind: string; body: unknown; given_at: Date }>(sql`
    select r.target, r.kind, r.body, r.given_at from responses r
    join contributions c on c.call_id = r.call_id and c.contribution_id = r.target and c.state in ('published', 'erased') and c.merged_into is null
    where r.call_id = ${callId} and r.step_id = ${stepId} and r.state = 'counted'`)
  return {
    contributions: contributions.map(row => ({ id: row.contribution_id, theme: row.theme })),
    responses: responses.map(row => ({
      target: row.target,
      kind: row.kind,
      body: row.body,
      at: row.given_at.getTime()
    }))
  }
}

/** Who took part in a step: by channel, by language, guests and confirmed people apart. */
export interface Statistics {
  readonly participants: { readonly guests: number; readonly confirmed: number; readonly erased: number }
  readonly contributionsByChannel: Readonly<Record<string, number>>
  readonly contributionsByLanguage: Readonly<Record<string, number>>
  readonly responsesByChannel: Readonly<Record<string, number>>
  readonly responsesBy: { readonly guests: number; readonly confirmed: number; readonly erased: number }
}

export async function makeStatistics(db: Db, callId: string, stepId: string): Promise<Statistics> {
  const groups = await db.query<{ what: string; key: string; total: number }>(sql`
    with responding as (
      select r.channel, r.responder, case when r.erased then 'erased' when p.confirmed then 'confirmed' else 'guests' end as by
      from responses r join participants p on p.call_id = r.call_id and p.participant_id = r.responder
      join contributions c on c.call_id = r.call_id and c.contribution_id = r.target and c.state in ('published', 'erased')
      where r.call_id = ${callId} and r.step_id = ${stepId} and r.state = 'counted'
    ), handed as (
      select c.channel, coalesce(c.language, '?') as language, a.participant_id from contributions c
      join contribution_authors a using (call_id, contribution_id)
      where c.call_id = ${callId} and c.step_id = ${stepId} and c.state in ('published', 'erased')
    ), people as (
      -- A guest and the account that claimed it are one person.
      select distinct coalesce(p.linked_to, p.participant_id) as participant_id
      from (select participant_id from handed union all select responder from responding) w
      join participants p on p.call_id = ${callId} and p.participant_id = w.participant_id
    )
    select 'people' as what, case when p.erased_at is not null then 'erased' when p.confirmed then 'confirmed' else 'guests' end as key, count(*) as total
      from people join participants p on p.call_id = ${callId} and p.participant_id = people.participant_id group by 2
    union all select 'contribution-channel', channel, count(*) from handed group by 2
    union all select 'contribution-language', language, count(*) from handed group by 2
    union all select 'response-channel', channel, count(*) from responding group by 2
    union all select 'response-by', by, count(*) from responding group by 2`)
  const table = (what: string) =>
    Object.fromEntries(
      groups
        .filter(group => group.what === what)
        .map(group => [group.key, group.total])
        .sort()
    )
  const apart = (what: string) => ({ guests: 0, confirmed: 0, erased: 0, ...table(what) })
  return {
    participants: apart('people'),
    contributionsByChannel: table('contribution-channel'),
    contributionsByLanguage: table('contribution-language'),
    responsesByChannel: table('response-channel'),
    responsesBy: apart('response-by')
  }
}

export interface MadeResult {
  readonly version: number
  readonly body: Result
  readonly statistics: Statistics
  readonly rulesVersion: number
  readonly madeAt: Date
}

export async function findResult(db: Db, callId: string, stepId: string): Promise<MadeResult | undefined> {
  const row = await first<{
    version: number
    body: Result
    statistics: Statistics
    rules_version: number
    made_at: Date
  }>(
    db,
    sql`select version, body, statistics, rules_version, made_at from results
      where call_id = ${callId} and step_id = ${stepId} order by version desc limit 1`
  )
  return (
    row && {
      version: row.version,
      body: row.body,
      statistics: row.statistics,
      rulesVersion: row.rules_version,
      madeAt: row.made_at
    }
  )
}

export async function insertResult(
  tx: Tx,
  result: {
    callId: string
    stepId: string
    version: number
    body: Result
    statistics: Statistics
    rulesVersion: number
  }
): Promise<void> {
  await tx.query(sql`
    insert into results (call_id, step_id, version, body, statistics, rules_version, made_at)
    values (${result.callId}, ${result.stepId}, ${result.version}, ${JSON.stringify(result.body)},
      ${JSON.stringify(result.statistics)}, ${result.rulesVersion}, ${tx.now})`)
}

/** Steps that have closed and have no result yet. */
export async function listStepsToCount(db: Db): Promise<{ callId: string; stepId: string }[]> {
  const rows = await db.query<{ call_id: string; step_id: string }>(sql`
    select s.call_id, s.step_id from steps s
    where s.closes_at <= now() and exists (select 1 from rules r where r.call_id = s.call_id)
      and not exists (select 1 from results x where x.call_id = s.call_id and x.step_id = s.step_id)
      and not exists (select 1 from cancellations x where x.call_id = s.call_id)
    order by s.closes_at limit 50`)
  return rows.map(row => ({ callId: row.call_id, stepId: row.step_id }))
}
