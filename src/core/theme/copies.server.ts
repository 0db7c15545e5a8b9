import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'

export interface Copy {
  readonly likeness: number
  readonly one: CopySide
  readonly other: CopySide
}
export interface CopySide {
  readonly contributionId: string
  readonly title: string
  readonly body: JsonObject
  readonly stepId: string
  readonly author: string | null
  readonly createdAt: Date
  readonly responses: number
}

interface SideRow {
  id: string
  title: string
  body: JsonObject
  step: string
  author: string | null
  at: string
  responses: number
}

const sideOf = (side: SideRow): CopySide => ({
  contributionId: side.id,
  title: side.title,
  body: side.body,
  stepId: side.step,
  author: side.author,
  createdAt: new Date(side.at),
  responses: side.responses
})

/** Pairs that nobody decided about and that can still be merged, the likest first, after a pair. */
export async function listCopies(
  db: Db,
  callId: string,
  after: readonly [likeness: number, one: string, other: string] | undefined,
  limit: number
): Promise<Copy[]> {
  const [likeness, one, other] = after ?? [
    2,
    '00000000-0000-0000-0000-000000000000',
    '00000000-0000-0000-0000-000000000000'
  ]
  const rows = await db.query<{ likeness: number; one: SideRow; other: SideRow }>(sql`
    select n.likeness, jsonb_build_object('id', a.contribution_id, 'title', a.title, 'body', a.body, 'step', a.step_id, 'at', a.created_at,
        'author', (select name from participants p where p.call_id = a.call_id and p.participant_id = a.first_author),
        'responses', coalesce((select responses from contribution_totals t where t.call_id = a.call_id and t.contribution_id = a.contribution_id), 0)) as one, jsonb_build_object('id', b.contribution_id, 'title', b.title, 'body', b.body, 'step', b.step_id, 'at', b.created_at,
        'author', (select name from participants p where p.call_id = b.call_id and p.participant_id = b.first_author),
        'responses', coalesce((select responses from contribution_totals t where t.call_id = b.call_id and t.contribution_id = b.contribution_id), 0)) as other
    from near_copies n
    join contributions a on a.call_id = n.call_id and a.contribution_id = n.contribution_id and a.state = 'published' and a.merged_into is null
    join contributions b on b.call_id = n.call_id and b.contribution_id = n.other_id and b.state = 'published' and b.merged_into is null
    where n.call_id = ${callId} and n.state = 'open' and a.step_id = b.step_id
      and (n.likeness < ${likeness}::real or n.likeness = ${likeness}::real and (n.contribution_id, n.other_id) > (${one}::uuid, ${other}::uuid))
    order by n.likeness desc, n.contribution_id, n.other_id limit ${limit}`)
  return rows.map(row => ({ likeness: row.likeness, one: sideOf(row.one), other: sideOf(row.other) }))
}

export async function countCopies(db: Db, callId: string): Promise<number> {
  const row = await first<{ many: number }>(
    db,
    sql`select count(*) as many from near_copies n
      join contributions a on a.call_id = n.call_id and a.contribution_id = n.contribution_id and a.state = 'published' and a.merged_into is null
      join contributions b on b.call_id = n.call_id and b.contribution_id = n.other_id and b.state = 'published' and b.merged_into is null
      where n.call_id = ${callId} and n.state = 'open' and a.step_id = b.step_id`
  )
  return row!.many
}

/** Says of pairs that they are different things; gives how many were open. */
export async function setApart(
  tx: Tx,
  callId: string,
  pairs: readonly { readonly one: string; readonly other: string }[],
  by: string | null
): Promise<number> {
  const rows = await tx.query(sql`
    update near_copies n set state = 'different', decided_by = ${by}, decided_at = ${tx.now}
    from unnest(${pairs.map(pair => pair.one)}::uuid[], ${pairs.map(pair => pair.other)}::uuid[]) as p(a, b)
    where n.call_id = ${callId} and n.contribution_id = least(p.a, p.b) and n.other_id = greatest(p.a, p.b) and n.state = 'open'
    returning 1`)
  return rows.length
}
