import { sql } from '../../../db/sql.server.ts'
import type { Db } from '../../../db/sql.server.ts'
import { countAgrees } from './conversation.ts'
import type { Conversation } from './conversation.ts'
import { source } from './import-conversation.server.ts'
import type { ConversationImport } from './import-conversation.server.ts'

export interface SourceComparison {
  /** Agreements counted from the votes. */
  readonly agrees: { readonly all: number; readonly onPublished: number; readonly onHidden: number }
  /** What the imported call counts: supports in the result, and on hidden contributions. */
  readonly supports: { readonly inResult: number; readonly onHidden: number }
  /** Statements whose supports here are not the agreements in the votes. */
  readonly unequal: readonly { readonly id: string; readonly votes: number; readonly here: number }[]
  /** Statements of which the export's own summary says something else than its votes. */
  readonly summaryDiffers: readonly {
    readonly id: string
    readonly votes: number
    readonly summary: number
  }[]
}

/** Counts the votes of the source again, and compares the imported call with them to the unit. */
export async function compareWithSource(
  db: Db,
  imported: ConversationImport,
  conversation: Conversation
): Promise<SourceComparison> {
  const rows = await db.query<{
    key: string
    state: string
    counted: number
    ranked: number | null
  }>(sql`
    with ranked as (
      select id::uuid as id, (groups->>'score')::float8 as score
      from results r, jsonb_array_elements(r.body->'ranking') as groups, jsonb_array_elements_text(groups->'ids') as id
      where r.call_id = ${imported.callId} and r.step_id = ${imported.stepId} and r.version = 1
    )
    select substr(i.key, length('contribution ') + 1) as key, c.state, coalesce(t.value, 0)::int as counted, ranked.score as ranked
    from imports i
    join contributions c on c.call_id = i.call_id and c.contribution_id = i.subject_id
    left join contribution_totals t on t.call_id = i.call_id and t.contribution_id = i.subject_id
    left join ranked on ranked.id = i.subject_id
    where i.call_id = ${imported.callId} and i.source = ${source} and i.key like 'contribution %'`)
  const votes = countAgrees(conversation)
  const here = new Map(rows.map(row => [row.key, row.ranked ?? row.counted]))
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
  const agreesOf = (isHidden: boolean) =>
    sum(
      conversation.statements
        .filter(one => (one.moderated === 'rejected') === isHidden)
        .map(one => votes.get(one.id)!)
    )
  return {
    agrees: { all: sum([...votes.values()]), onPublished: agreesOf(false), onHidden: agreesOf(true) },
    supports: {
      inResult: sum(rows.map(row => row.ranked ?? 0)),
      onHidden: sum(rows.filter(row => row.state === 'hidden').map(row => row.counted))
    },
    unequal: [...votes]
      .filter(([id, count]) => here.get(id) !== count)
      .map(([id, count]) => ({ id, votes: count, here: here.get(id) ?? 0 })),
    summaryDiffers: conversation.statements
      .filter(one => one.agrees !== votes.get(one.id))
      .map(one => ({ id: one.id, votes: votes.get(one.id)!, summary: one.agrees }))
  }
}
