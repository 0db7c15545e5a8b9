import { only, sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import { Refusal } from '../door/refusal.ts'

/**
 * A result says which lines of the record it saw: those before the place `through`. For that every line its count
 * depends on (of its step, and of the rules) must have its place, and none may come while the count is read.
 */

interface Place {
  readonly callId: string
  readonly stepId: string
}

/** The sequencer looks twice a second. */
const everyMs = 100
const mostMs = 5_000

/**
 * Waits until the lines of a step and of its call's rules have their places; gives the size of the log at that moment.
 *
 * @throws Refusal `busy` when they are still waiting after five seconds.
 */
export async function waitForPlaces(db: Db, { callId, stepId }: Place): Promise<number> {
  for (const end = Date.now() + mostMs; ; await new Promise(resolve => setTimeout(resolve, everyMs))) {
    const { size, waiting } = await only<{ size: number; waiting: boolean }>(
      db,
      sql`select l.size, exists (select 1 from ledger_lines w where w.log_id = l.log_id and w.sequence is null
          and (w.subject_kind = 'call' or w.counted->>'step' = ${stepId})) as waiting
        from ledger_logs l where l.log_id = ${callId}`
    )
    if (!waiting) return size
    if (Date.now() > end) throw new Refusal('busy')
  }
}

/** Whether no line that the count depends on came since: waiting, or placed at `through` or later. */
export async function isCountedThrough(db: Db, { callId, stepId }: Place, through: number): Promise<boolean> {
  const { came } = await only<{ came: boolean }>(
    db,
    sql`select exists (select 1 from ledger_lines where log_id = ${callId} and sequence is null
          and (subject_kind = 'call' or counted->>'step' = ${stepId}))
        or exists (select 1 from ledger_lines where log_id = ${callId} and sequence >= ${through}
          and (subject_kind = 'call' or counted->>'step' = ${stepId})) as came`
  )
  return !came
}
