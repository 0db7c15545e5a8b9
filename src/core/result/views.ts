import { z } from 'zod'
import { sql } from '../../db/sql.server.ts'
import { stepState } from '../call/rules.ts'
import { loadSeenStep } from '../contribution/views.ts'
import { defineView } from '../door/act.ts'
import { findResult } from './store.server.ts'

export const findResultView = defineView({
  name: 'result.find',
  title: 'The result of a step: ranking, ties, who took part, under which rules',
  http: 'GET /calls/{callId}/steps/{stepId}/result',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid(), stepId: z.uuid() }),
  load: loadSeenStep,
  may: () => true,
  run: async (look, { call, step }) => {
    const result = await findResult(look.db, call.callId, step.stepId)
    if (!result)
      return {
        state: stepState(call, step, look.now) === 'closed' ? ('counting' as const) : ('not-closed' as const)
      }
    const ids = result.body.ranking.flatMap(group => group.ids)
    const titles = await look.db.query<{
      contribution_id: string
      title: string
      theme: string | null
      state: string
    }>(sql`
      select contribution_id, title, theme, state from contributions
      where call_id = ${call.callId} and contribution_id = any(${ids.slice(0, 1_000)}::uuid[]) limit 1000`)
    return {
      state: 'made' as const,
      method: step.method,
      settings: step.settings,
      version: result.version,
      rulesVersion: result.rulesVersion,
      madeAt: result.madeAt.toISOString(),
      closedAt: step.closesAt?.toISOString() ?? null,
      result: result.body,
      statistics: result.statistics,
      titles: Object.fromEntries(
        titles.map(row => [
          row.contribution_id,
          { title: row.state === 'published' ? row.title : null, theme: row.theme }
        ])
      )
    }
  }
})
