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

export async function findLogHead(db: Db, log: string): Promise<LogHead | undefined> {
  return first<LogHead & { size: number }>(
    db,
    sql`select size, checkpoint from ledger_logs where log_id = ${log}`
  )
}

/** Whether words were taken from view, or erased, by the lines from a place on. */
export async function isAnythingTaken(db: Db, log: string, from: number): Promise<boolean> {
  const row = await first(
    db,
    sql`select 1 as found from ledger_lines where log_id = ${log} and sequence >= ${from}
      and (counted->>'effect' = 'erase' or (counted->>'effect' = 'remove' and subject_kind <> 'response')) limit 1`
  )
  return row !== undefined
}

export interface ListedRecord extends KeptLine {
  /** Whether no later line of its subject replaced or removed it. */
  readonly current: boolean
}

/** Rows read at a time: few, since other requests wait while they are written. */
const pageSize = 500

/** All lines under the checkpoint, in order, page by page. */
export const linePages = (db: Db, part: LogPart): AsyncGenerator<KeptLine[]> =>
  inPages(part, from => listLines(db, part, from))

/** The lines that put records of a kind, in order; those that may not be opened yet are left out. */
export const recordPages = (db: Db, part: LogPart, kind: string): AsyncGenerator<ListedRecord[]> =>
  inPages(part, from => listRecords(db, part, kind, from))

/** The bundles of leaves as the log serves them, in order. */
export async function listBundles(
  db: Db,
  { log, size }: LogPart,
  from: number,
  limit: number
): Promise<{ index: number; bytes: Buffer }[]> {
  return db.query(sql`
    select number as index, hashes as bytes from ledger_tiles
    where log_id = ${log} and level = -1 and number >= ${from} and number * 256 < ${size} order by number limit ${limit}`)
}

async function* inPages<Row extends { readonly sequence: number }>(
  { size }: LogPart,
  read: (from: number) => Promise<Row[]>
): AsyncGenerator<Row[]> {
  for (let from = 0; from < size;) {
    const page = await read(from)
    if (page.length > 0) yield page
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
}

/**
 * What may be shown: nothing of a line that is hidden for now; not the words of what was taken off or withdrawn, which
 * its lines keep sealed.
 */
async function listLines(db: Db, part: LogPart, from: number): Promise<KeptLine[]> {
  const rows = await db.query<LineRow>(sql`
    select l.sequence, l.commitment, l.counted, l.counted_salt, l.personal, l.personal_salt, l.personal_commitment,
      case when l.hidden_until > ${part.now} then 'hidden'
        when l.subject_kind = 'contribution' and exists (select 1 from contributions c where c.call_id = l.log_id
          and c.contribution_id = l.subject_id and c.state not in ('published', 'erased')) then 'sealed'
        when l.subject_kind = 'comment' and exists (select 1 from comments c where c.call_id = l.log_id
          and c.comment_id = l.subject_id and c.state not in ('published', 'erased')) then 'sealed'
        else 'open' end as shown
    from ledger_lines l
    where l.log_id = ${part.log} and l.sequence >= ${from} and l.sequence < ${part.size}
    order by l.sequence limit ${pageSize}`)
  return rows.map(keptLine)
}

async function listRecords(db: Db, part: LogPart, kind: string, from: number): Promise<ListedRecord[]> {
  const rows = await db.query<LineRow & { current: boolean }>(sql`
    select l.sequence, l.commitment, l.counted, l.counted_salt, l.personal, l.personal_salt, l.personal_commitment,
      case when l.subject_kind = 'contribution' and exists (select 1 from contributions c where c.call_id = l.log_id
        and c.contribution_id = l.subject_id and c.state not in ('published', 'erased')) then 'sealed' else 'open' end as shown,
      not exists (select 1 from ledger_lines n where n.log_id = l.log_id
        and n.subject_id = l.subject_id and n.subject_kind = l.subject_kind and n.sequence > l.sequence and n.sequence < ${part.size}
        and n.counted->>'effect' in ('put', 'remove') and (n.hidden_until is null or n.hidden_until <= ${part.now})) as current
    from ledger_lines l
    where l.log_id = ${part.log} and l.sequence >= ${from} and l.sequence < ${part.size}
      and l.subject_kind = ${kind} and l.counted->>'effect' = 'put' and (l.hidden_until is null or l.hidden_until <= ${part.now})
    order by l.sequence limit ${pageSize}`)
  return rows.map(row => ({ ...keptLine(row), current: row.current }))
}

const keptLine = (row: LineRow): KeptLine => ({
  sequence: row.sequence,
  commitment: row.commitment,
  counted: row.counted,
  countedSalt: row.counted_salt,
  personal: row.personal,
  personalSalt: row.personal_salt,
  personalCommitment: row.personal_commitment,
  // Nothing is kept back of a line that holds nothing personal.
  shown: row.shown === 'sealed' && row.personal && Object.keys(row.personal).length === 0 ? 'open' : row.shown
})
