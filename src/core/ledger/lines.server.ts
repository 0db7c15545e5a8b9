import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { LineDraft } from './line.ts'
import { sealLine } from './seal.ts'

/** Seals the lines of an act and keeps them with its commit; the sequencer gives them their places afterwards. */
export async function writeLines(
  tx: Tx,
  act: string,
  drafts: readonly LineDraft[]
): Promise<{ log: string; id: string }[]> {
  if (drafts.length === 0) return []
  const at = tx.now.toISOString()
  const rows = drafts.map(draft => rowOf(draft, draft.event ?? act, at))
  tx.send(rows.length === 1 ? insertOne(tx.now, rows[0]!) : insertMany(tx.now, rows))
  return rows.map(row => ({ log: row.log, id: row.id }))
}

/** A sealed line with its openings as the JSON that is kept. */
function rowOf(draft: LineDraft, event: string, at: string) {
  const sealed = sealLine({ ...draft, event, at })
  return {
    log: draft.log,
    id: newId(),
    event,
    subject: draft.subject,
    participant: draft.participantId ?? null,
    hiddenUntil: draft.hiddenUntil ?? null,
    change: draft.change ? JSON.stringify({ ...draft.change, step: draft.step }) : null,
    commitment: sealed.commitment,
    counted: JSON.stringify(sealed.counted),
    countedSalt: sealed.countedSalt,
    personal: JSON.stringify(sealed.personal),
    personalSalt: sealed.personalSalt,
    personalCommitment: sealed.personalCommitment
  }
}

type Row = ReturnType<typeof rowOf>

/** One line alone goes without arrays, which costs half. */
const insertOne = (now: Date, row: Row) => sql`
    insert into ledger_lines (log_id, line_id, event, at, subject_kind, subject_id, participant_id, commitment,
      counted, counted_salt, personal, personal_salt, personal_commitment, hidden_until, change)
    values (${row.log}, ${row.id}, ${row.event}, ${now}, ${row.subject.kind}, ${row.subject.id}, ${row.participant},
      ${row.commitment}, ${row.counted}, ${row.countedSalt}, ${row.personal}, ${row.personalSalt}, ${row.personalCommitment},
      ${row.hiddenUntil}, ${row.change})`

function insertMany(now: Date, rows: readonly Row[]) {
  const column = <T>(value: (row: Row) => T) => rows.map(value)
  return sql`
    insert into ledger_lines (log_id, line_id, event, at, subject_kind, subject_id, participant_id, commitment,
      counted, counted_salt, personal, personal_salt, personal_commitment, hidden_until, change)
    select log_id, line_id, event, ${now}::timestamptz, subject_kind, subject_id, participant_id, commitment, counted, counted_salt,
      personal, personal_salt, personal_commitment, hidden_until, change
    from unnest(
      ${column(row => row.log)}::uuid[], ${column(row => row.id)}::uuid[], ${column(row => row.event)}::text[],
      ${column(row => row.subject.kind)}::text[], ${column(row => row.subject.id)}::uuid[], ${column(row => row.participant)}::uuid[],
      ${column(row => row.commitment)}::bytea[], ${column(row => row.counted)}::jsonb[], ${column(row => row.countedSalt)}::bytea[],
      ${column(row => row.personal)}::jsonb[], ${column(row => row.personalSalt)}::bytea[], ${column(row => row.personalCommitment)}::bytea[],
      ${column(row => row.hiddenUntil)}::timestamptz[], ${column(row => row.change)}::jsonb[])
      as n(log_id, line_id, event, subject_kind, subject_id, participant_id, commitment, counted, counted_salt, personal, personal_salt,
        personal_commitment, hidden_until, change)`
}
