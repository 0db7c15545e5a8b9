import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'

/**
 * Keeps the personal parts of a subject's lines from view: the log and its tree stay as they are, and what counts stays
 * open, but the words are no longer given out. Nothing is destroyed; `showWords` undoes it.
 */
export async function withholdWords(tx: Tx, logId: string, subjectId: string): Promise<void> {
  await tx.query(sql`
    update ledger_lines set withheld = true
    where log_id = ${logId} and subject_id = ${subjectId} and not withheld`)
}

/** Lets the words of a subject's lines be seen again. */
export async function showWords(tx: Tx, logId: string, subjectId: string): Promise<void> {
  await tx.query(sql`
    update ledger_lines set withheld = false
    where log_id = ${logId} and subject_id = ${subjectId} and withheld`)
}
