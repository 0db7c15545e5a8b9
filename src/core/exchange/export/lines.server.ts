import { first, sql } from '../../../db/sql.server.ts'
import type { Db } from '../../../db/sql.server.ts'
import type { JsonObject } from '../../ledger/canonical.ts'
import type { KeptLine } from '../../ledger/pack-export.ts'
import type { CountedOpening } from '../../ledger/seal.ts'

/** A log under its last checkpoint. */
export interface LogHead {
  readonly size: number
  /** The signed note; empty while nothing was placed. */
  readonly checkpoint: string
}

/** The part of a log that an export shows, at one moment. */
export interface LogPart extends LogHead {
  readonly log: string
  readonly now: Date
}

export interface ListedLine extends KeptLine {
  /** Whether it is a `put` that no later line of its subject replaced or removed. */
  readonly current: boolean
}

/** Rows read at a time: what an export holds in memory. */
const pageSize = 2_000

export async function findLogHead(db: Db, log: string): Promise<LogHead | undefined> {
  return first<LogHead & { size: number }>(
    db,
    sql`select size, checkpoint from ledger_logs where log_id = ${log}`
  )
}

/** All lines under the checkpoint, in order. */
export async function* allLines(db: Db, part: LogPart): AsyncGenerator<ListedLine> {
  for (let from = 0; from < part.size;) {
    const page = await listLines(db, part, null, from)
    yield* page
    if (page.length < pageSize) return
    from = page.at(-1)!.sequence + 1
  }
}

/** The lines that put records of a kind, in order; those that may not be opened yet are left out. */
export async function* recordLines(db: Db, part: LogPart, kind: string): AsyncGenerator<ListedLine> {
  for (let from = 0; from < part.size;) {
    const page = await listLines(db, part, kind, from)
    yield* page
    if (page.length < pageSize) return
    from = page.at(-1)!.sequence + 1
  }
}

/** The names of the fields of a kind's records, as a companion table calls them. */
export async function listFields(db: Db, part: LogPart, kind: string): Promise<string[]> {
  const rows = await db.query<{ field: string }>(sql`
    select distinct 'counted.' || f.field as field from ledger_lines l, jsonb_object_keys(l.counted->'record') as f(field)
    where l.log_id = ${part.log} and l.sequence < ${part.size} and l.subject_kind = ${kind} and l.counted->>'effect' = 'put'
      and (l.hidden_until is null or l.hidden_until <= ${part.now})
    union
    select distinct 'personal.' || f.field from ledger_lines l
    left join contributions c on c.call_id = l.log_id and c.contribution_id = l.subject_id,
      jsonb_object_keys(l.personal) as f(field)
    where l.log_id = ${part.log} and l.sequence < ${part.size} and l.subject_kind = ${kind} and l.counted->>'effect' = 'put'
      and (l.hidden_until is null or l.hidden_until <= ${part.now})
      and not (l.subject_kind = 'contribution' and coalesce(c.state not in ('published', 'erased'), false))`)
  return rows.map(row => row.field)
}

interface LineRow {
  sequence: number
  commitment: Buffer
  counted: CountedOpening
  counted_salt: Buffer
  personal: JsonObject | null
  personal_salt: Buffer | null
  personal_commitment: Buffer
  shown: KeptLine['shown']
  current: boolean
}

/**
 * What may be shown: nothing of a line that is hidden for now; not the words of what was taken off or withdrawn, which
 * its lines keep sealed.
 */
async function listLines(db: Db, part: LogPart, kind: string | null, from: number): Promise<ListedLine[]> {
  const rows = await db.query<LineRow>(sql`
    select l.sequence, l.commitment, l.counted, l.counted_salt, l.personal, l.personal_salt, l.personal_commitment,
      case when l.hidden_until > ${part.now} then 'hidden'
        when l.subject_kind = 'contribution' and exists (select 1 from contributions c where c.call_id = l.log_id
          and c.contribution_id = l.subject_id and c.state not in ('published', 'erased')) then 'sealed'
        when l.subject_kind = 'comment' and exists (select 1 from comments c where c.call_id = l.log_id
          and c.comment_id = l.subject_id and c.state not in ('published', 'erased')) then 'sealed'
        else 'open' end as shown,
      l.counted->>'effect' = 'put' and not exists (select 1 from ledger_lines n where n.log_id = l.log_id
        and n.subject_id = l.subject_id and n.subject_kind = l.subject_kind and n.sequence > l.sequence and n.sequence < ${part.size}
        and n.counted->>'effect' in ('put', 'remove') and (n.hidden_until is null or n.hidden_until <= ${part.now})) as current
    from ledger_lines l
    where l.log_id = ${part.log} and l.sequence >= ${from} and l.sequence < ${part.size}
      and (${kind}::text is null or (l.subject_kind = ${kind} and l.counted->>'effect' = 'put'
        and (l.hidden_until is null or l.hidden_until <= ${part.now})))
    order by l.sequence limit ${pageSize}`)
  return rows.map(row => ({
    sequence: row.sequence,
    commitment: row.commitment,
    counted: row.counted,
    countedSalt: row.counted_salt,
    personal: row.personal,
    personalSalt: row.personal_salt,
    personalCommitment: row.personal_commitment,
    // Nothing is kept back of a line that holds nothing personal.
    shown:
      row.shown === 'sealed' && row.personal && Object.keys(row.personal).length === 0 ? 'open' : row.shown,
    current: row.current
  }))
}
