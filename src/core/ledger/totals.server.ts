import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import type { TotalChange } from './line.ts'

type PlacedChange = TotalChange & { step?: string }

interface Sum {
  step: string
  responses: number
  value: number
  comments: number
  shown: boolean | null
}

/**
 * Adds the changes of newly placed lines to the running totals. One writer a log, so nobody waits for a hot row; the
 * totals are those of the tree up to the same line, whatever happens in between.
 */
export async function foldTotals(tx: Tx, callId: string, changes: readonly PlacedChange[]): Promise<void> {
  const sums = new Map<string, Sum>()
  for (const change of changes) {
    if (!change.step) continue
    const sum = sums.get(change.target) ?? {
      step: change.step,
      responses: 0,
      value: 0,
      comments: 0,
      shown: null
    }
    if (change.shown) sum.step = change.step
    sum.responses += change.responses ?? 0
    sum.value += change.value ?? 0
    sum.comments += change.comments ?? 0
    sum.shown = change.shown ?? sum.shown
    sums.set(change.target, sum)
  }
  if (sums.size === 0) return
  const rows = [...sums].map(([target, sum]) => ({ target, ...sum }))
  const column = <T>(value: (row: (typeof rows)[number]) => T) => rows.map(value)
  await tx.query(sql`
    with folded as (
      select * from unnest(${column(row => row.target)}::uuid[], ${column(row => row.step)}::uuid[],
        ${column(row => row.responses)}::integer[], ${column(row => row.value)}::bigint[], ${column(row => row.comments)}::integer[],
        ${column(row => row.shown)}::boolean[]) as f(target, step_id, responses, value, comments, shown)
    ), present as (
      select f.*, t.contribution_id is not null as known, coalesce(t.shown, false) as was_shown, t.step_id as was_in from folded f
      left join contribution_totals t on t.call_id = ${callId} and t.contribution_id = f.target
    ), changed as (
      update contribution_totals t set shown = coalesce(p.shown, t.shown), step_id = case when p.shown then p.step_id else t.step_id end,
        responses = t.responses + p.responses, value = t.value + p.value, comments = t.comments + p.comments
      from present p where p.known and t.call_id = ${callId} and t.contribution_id = p.target
    ), made as (
      insert into contribution_totals (call_id, contribution_id, step_id, shown, responses, value, comments)
      select ${callId}, target, step_id, coalesce(shown, false), responses, value, comments from present where not known
    )
    insert into step_totals as s (call_id, step_id, contributions, responses, comments, version)
    select ${callId}, step_id, sum(contributions), sum(responses), sum(comments), 1 from (
      select step_id, responses, comments,
        case when shown and not (was_shown and was_in = step_id) then 1
          when not shown and was_shown and was_in = step_id then -1 else 0 end as contributions
      from present
      union all
      -- What has moved to another step is one less in the one it came from.
      select was_in, 0, 0, -1 from present where was_shown and shown is not null and was_in <> step_id
    ) counted group by step_id
    on conflict (call_id, step_id) do update set contributions = s.contributions + excluded.contributions,
      responses = s.responses + excluded.responses, comments = s.comments + excluded.comments, version = s.version + 1`)
}
