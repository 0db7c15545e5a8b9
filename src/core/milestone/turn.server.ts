import type { Tx } from '../../db/sql.server.ts'
import { findMergedInto } from '../answer/publish.server.ts'
import { announce } from '../notification/announce.server.ts'
import { kindOfTurn, newsOf } from './rules.ts'
import type { Evidence, Milestone, TurnKind } from './rules.ts'
import { insertTurn, listSourceIds } from './store.server.ts'

/**
 * Keeps a turn in the timeline and announces it: to whoever wrote, supported or commented what the milestone came from,
 * and what was merged into that. News are handed round once, whatever crashes.
 */
export async function keepTurn(
  tx: Tx,
  before: Pick<Milestone, 'state' | 'dueOn'> | null,
  milestone: Milestone,
  made: { note: string; evidence: readonly Evidence[]; madeBy: string | null }
): Promise<{ turnId: string; kind: TurnKind }> {
  const { callId, milestoneId, title } = milestone
  const turnId = await insertTurn(tx, milestone, made)
  const kind = before ? kindOfTurn(before, milestone) : milestone.state
  const event = newsOf(kind)
  if (event) {
    const sources = await listSourceIds(tx, callId, milestoneId)
    const all = [...sources, ...(await findMergedInto(tx, callId, sources))]
    await announce(tx, [
      {
        callId,
        event,
        subjectId: milestoneId,
        facts: { milestone: title },
        audience: { authorsOf: all, supportersOf: all, commentersOf: all }
      }
    ])
  }
  return { turnId, kind }
}
