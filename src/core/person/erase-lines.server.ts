import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { LineDraft } from '../ledger/line.ts'
import type { Keys } from './erase-store.server.ts'

/** A line that names more commitments than this would be too long to show. */
const mostInALine = 500

/**
 * Destroys the personal parts and salts of the lines that belong to these participants (in calls) and people (in the
 * logs of organisations), and of every line about these contributions and comments. Gives the lines that say so: they
 * name the commitments, so that the log still verifies.
 */
export async function eraseLines(
  tx: Tx,
  erased: { parts: Keys; personIds: readonly string[]; subjects: Keys }
): Promise<LineDraft[]> {
  const { parts, personIds, subjects } = erased
  const rows = await tx.query<{ log_id: string; commitment: Buffer }>(sql`
    with mine as (
      select l.log_id, l.line_id from unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as m(log_id, participant_id)
      join ledger_lines l using (log_id, participant_id)
      union
      select l.log_id, l.line_id from unnest(${subjects.callIds}::uuid[], ${subjects.ids}::uuid[]) as m(log_id, subject_id)
      join ledger_lines l using (log_id, subject_id)
      union
      select l.log_id, l.line_id from ledger_logs o join ledger_lines l using (log_id)
      where o.kind = 'organisation' and l.participant_id = any(${personIds}::uuid[])
    )
    update ledger_lines l set personal = null, personal_salt = null
    from mine where l.log_id = mine.log_id and l.line_id = mine.line_id and l.personal_salt is not null
    returning l.log_id, l.commitment`)
  await tx.query(sql`
    update ledger_lines l set participant_id = null from ledger_logs o
    where o.kind = 'organisation' and l.log_id = o.log_id and l.participant_id = any(${personIds}::uuid[])`)
  return [...Map.groupBy(rows, row => row.log_id)].flatMap(([log, lines]) =>
    chunks(lines).map(chunk =>
      erasure(
        log,
        chunk.map(line => line.commitment)
      )
    )
  )
}

const chunks = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / mostInALine) }, (_, n) =>
    list.slice(n * mostInALine, (n + 1) * mostInALine)
  )

const erasure = (log: string, erases: readonly Uint8Array[]): LineDraft => ({
  log,
  effect: 'erase',
  erases,
  subject: { kind: 'erasure', id: newId() },
  counted: {}
})
