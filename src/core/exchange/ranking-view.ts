import { z } from 'zod'
import { sql } from '../../db/sql.server.ts'
import { loadSeenStep } from '../contribution/views.ts'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import { findResult } from '../result/store.server.ts'

/** One contribution in a ranking, as a table shows it. */
export interface RankingRow {
  readonly rank: number
  readonly score: number
  readonly contributionId: string
  /** Null where its words were taken off or erased. */
  readonly title: string | null
  readonly theme: string | null
}

export const rankingOfResult = defineView({
  name: 'result.ranking',
  title: 'The ranking of a step that was counted, row by row; equal contributions share a rank',
  http: 'GET /calls/{callId}/steps/{stepId}/ranking',
  scope: 'read',
  input: z.strictObject({
    callId: z.uuid(),
    stepId: z.uuid(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(5_000).default(1_000)
  }),
  load: loadSeenStep,
  may: () => true,
  run: async (look, { call, step }, { after, limit }) => {
    const result = await findResult(look.db, call.callId, step.stepId)
    if (!result) throw new Refusal('not-found')
    const from = Math.max(0, readCursor(after, 'number')?.[0] ?? 0)
    const ranked = result.body.ranking.flatMap(({ rank, score, ids }) => ids.map(id => ({ rank, score, id })))
    const page = ranked.slice(from, from + limit)
    const rows = await look.db.query<{
      contribution_id: string
      title: string
      theme: string | null
      state: string
    }>(sql`
      select contribution_id, title, theme, state from contributions
      where call_id = ${call.callId} and contribution_id = any(${page.map(({ id }) => id)}::uuid[]) limit 5000`)
    const found = new Map(rows.map(row => [row.contribution_id, row]))
    const items = page.map(({ rank, score, id }): RankingRow => {
      const row = found.get(id)
      return {
        rank,
        score,
        contributionId: id,
        title: row?.state === 'published' ? row.title : null,
        theme: row?.theme ?? null
      }
    })
    return {
      version: result.version,
      items,
      next: from + limit < ranked.length ? writeCursor(from + limit) : null
    }
  }
})
