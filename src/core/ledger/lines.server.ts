import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { LineDraft } from './line.ts'
import { sealLine } from './seal.ts'

/** Seals the lines of an act and keeps them, in its transaction; the sequencer gives them their places afterwards. */
export async function writeLines(
  tx: Tx,
  act: string,
  drafts: readonly LineDraft[]
): Promise<{ log: string; id: string }[]> {
  if (drafts.length === 0) return []
  const at = tx.now.toISOString()
  const rows = drafts.map(draft => {
    const event = draft.event ?? act
    return { id: newId(), event, draft, sealed: sealLine({ ...draft, event, at }) }
  })
  const column = <T>(value: (row: (typeof rows)[number]) => T) => rows.map(value)
  await tx.query(sql`
    insert into ledger_lines (log_id, line_id, event, at, subject_kind, subject_id, participant_id, commitment,
      counted, counted_salt, personal, personal_salt, personal_commitment, hidden_until, change)
    select *  from unnest(
      ${column(row => row.draft.log)}::uuid[], ${column(row => row.id)}::uuid[], ${column(row => row.event)}::text[],
      ${column(() => tx.now)}::timestamptz[], ${column(row => row.draft.subject.kind)}::text[],
      ${column(row => row.draft.subject.id)}::uuid[], ${column(row => row.draft.participantId ?? null)}::uuid[],
      ${column(row => row.sealed.commitment)}::bytea[], ${column(row => JSON.stringify(row.sealed.counted))}::jsonb[],
      ${column(row => row.sealed.countedSalt)}::bytea[], ${column(row => JSON.stringify(row.sealed.personal))}::jsonb[],
      ${column(row => row.sealed.personalSalt)}::bytea[], ${column(row => row.sealed.personalCommitment)}::bytea[],
      ${column(row => row.draft.hiddenUntil ?? null)}::timestamptz[],
      ${column(row => (row.draft.change ? JSON.stringify({ ...row.draft.change, step: row.draft.step }) : null))}::jsonb[])`)
  return rows.map(row => ({ log: row.draft.log, id: row.id }))
}
