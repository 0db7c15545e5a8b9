import { z } from 'zod'
import { first, sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { toHex } from './bytes.ts'
import { checkReceipt } from './check-receipt.server.ts'
import { parseVkey } from './signed-note.ts'
import { parseTilePath } from './tiles.ts'

interface Log {
  readonly log_id: string
  readonly kind: string
  readonly size: number
  readonly root: Buffer
  readonly checkpoint: string
  readonly signed_at: Date | null
}

/** The log of a call that was opened, or of an organisation; a draft's log is nobody's business. */
async function loadLog(db: Db, { log }: { log: string }): Promise<Log> {
  const row = await first<Log>(
    db,
    sql`select log_id, kind, size, root, checkpoint, signed_at from ledger_logs l where log_id = ${log}
      and (kind = 'organisation' or exists (select 1 from rules r where r.call_id = l.log_id))`
  )
  if (!row) throw new Refusal('not-found')
  return row
}

export const findLog = defineView({
  name: 'ledger.log',
  title: 'A log: its size, root and last signed checkpoint, and the key that checks the signature',
  http: 'GET /ledger/{log}',
  scope: 'read',
  input: z.strictObject({ log: z.uuid() }),
  load: loadLog,
  may: () => true,
  run: async (look, log) => ({
    log: log.log_id,
    kind: log.kind,
    size: log.size,
    root: toHex(log.root),
    checkpoint: log.checkpoint,
    signedAt: log.signed_at?.toISOString() ?? null,
    /** As C2SP signed-note writes it; null before the first line of the installation. */
    vkey: await findVkey(look.db)
  })
})

/** The public half of the key that signs checkpoints. */
async function findVkey(db: Db): Promise<string | null> {
  const row = await first<{ vkey: string }>(
    db,
    sql`select value->>'vkey' as vkey from instance_facts where name = 'ledger-key'`
  )
  return row?.vkey ?? null
}

export const checkReceiptView = defineView({
  name: 'ledger.check',
  title:
    'What a log says to a receipt: whether its line stands where the receipt says, and nothing was rewritten',
  http: 'GET /ledger/{log}/check',
  scope: 'read',
  perMinute: 60,
  input: z.strictObject({ log: z.uuid(), receipt: z.string().max(200_000) }),
  load: loadLog,
  may: () => true,
  run: async (look, log, { receipt }) => {
    const vkey = await findVkey(look.db)
    return checkReceipt(look.db, log, vkey === null ? undefined : parseVkey(vkey), receipt)
  }
})

export const findTile = defineView({
  name: 'ledger.tile',
  title: 'A tile of a log (C2SP tlog-tiles), as base64; the same bytes are served at /ledger/{log}/tile/…',
  http: 'GET /ledger/{log}/tiles',
  scope: 'read',
  perMinute: 6_000,
  input: z.strictObject({ log: z.uuid(), path: z.string().max(80) }),
  load: loadLog,
  may: () => true,
  run: async (look, log, { path }) => {
    const place = parseTilePath(path)
    if (!place) throw new Refusal('not-found')
    const level = place.level === 'entries' ? -1 : place.level
    const row = await first<{ hashes: Buffer }>(
      look.db,
      sql`select hashes from ledger_tiles where log_id = ${log.log_id} and level = ${level} and number = ${place.index}`
    )
    const bytes = row && cut(row.hashes, place)
    if (!bytes) throw new Refusal('not-found')
    return { base64: bytes.toString('base64') }
  }
})

/** The bytes of a tile as wide as asked: a partial tile that grew since is cut from what it became. */
function cut(
  bytes: Buffer,
  { level, width }: { level: number | 'entries'; width: number }
): Buffer | undefined {
  if (level !== 'entries') return bytes.length >= width * 32 ? bytes.subarray(0, width * 32) : undefined
  let at = 0
  for (let n = 0; n < width; n++) {
    if (at + 2 > bytes.length) return undefined
    at += 2 + bytes.readUInt16BE(at)
  }
  return at <= bytes.length ? bytes.subarray(0, at) : undefined
}

export const listLines = defineView({
  name: 'ledger.lines',
  title: 'The lines of a log with what may be opened of them',
  http: 'GET /ledger/{log}/lines',
  scope: 'read',
  input: z.strictObject({
    log: z.uuid(),
    from: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100)
  }),
  load: loadLog,
  may: () => true,
  run: async (look, log, { from, limit }) => {
    const rows = await look.db.query<LineRow>(sql`
      select line_id, sequence, event, at, subject_kind, subject_id, commitment, counted, counted_salt, personal, personal_salt,
        personal_commitment, (hidden_until is not null and hidden_until > now()) as hidden,
        (subject_kind = 'contribution' and exists (select 1 from contributions c where c.call_id = log_id
          and c.contribution_id = subject_id and c.state not in ('published', 'erased'))) or
        (subject_kind = 'comment' and exists (select 1 from comments c where c.call_id = log_id
          and c.comment_id = subject_id and c.state not in ('published', 'erased'))) as sealed
      from ledger_lines where log_id = ${log.log_id} and sequence >= ${from} order by sequence limit ${limit}`)
    return { size: log.size, items: rows.map(shownLine) }
  }
})

export const findReceipt = defineView({
  name: 'ledger.receipt',
  title: 'What a receipt of a line is made from; only for whoever the line belongs to',
  http: 'GET /ledger/{log}/lines/{line}/receipt',
  scope: 'read',
  input: z.strictObject({ log: z.uuid(), line: z.uuid() }),
  load: async (db, { log, line }, who) => {
    const head = await loadLog(db, { log })
    const row = await first<LineRow & { participant_id: string | null; mine: boolean }>(
      db,
      sql`select l.line_id, l.sequence, l.event, l.at, l.subject_kind, l.subject_id, l.commitment, l.counted, l.counted_salt, l.personal, l.personal_salt,
        l.personal_commitment, false as hidden, false as sealed, l.participant_id,
        exists (select 1 from participants p left join guest_claims g on g.guest_id = p.person_id
          where p.call_id = l.log_id and p.participant_id = l.participant_id and (p.person_id = ${personOf(who)} or g.person_id = ${personOf(who)})) as mine
      from ledger_lines l where l.log_id = ${log} and l.line_id = ${line}`
    )
    if (!row) throw new Refusal('not-found')
    return { head, row }
  },
  may: (_, { row }) => row.mine,
  run: async (_, { head, row }) => ({
    log: head.log_id,
    checkpoint: head.checkpoint,
    size: head.size,
    line: shownLine(row)
  })
})

const personOf = (who: Who) => who.personId ?? '00000000-0000-0000-0000-000000000000'

export interface LineRow {
  readonly line_id: string
  readonly sequence: number | null
  readonly event: string
  readonly at: Date
  readonly subject_kind: string
  readonly subject_id: string
  readonly commitment: Buffer
  readonly counted: unknown
  readonly counted_salt: Buffer | null
  readonly personal: unknown
  readonly personal_salt: Buffer | null
  readonly personal_commitment: Buffer
  readonly hidden: boolean
  /** Whether the words of its subject were taken from view. */
  readonly sealed: boolean
}

/**
 * What may be shown of a line: nothing while it is hidden; only what counts after an erasure, or while the words of its
 * subject are out of view. An export keeps the same rule (`exchange/export/lines.server.ts`).
 */
export function shownLine(row: LineRow) {
  const place = { id: row.line_id, sequence: row.sequence, commitment: toHex(row.commitment) }
  if (row.hidden || !row.counted_salt) return { ...place, hidden: true as const }
  const open = {
    ...place,
    event: row.event,
    at: row.at.toISOString(),
    counted: row.counted,
    countedSalt: toHex(row.counted_salt)
  }
  if (row.personal_salt && !row.sealed)
    return { ...open, personal: row.personal, personalSalt: toHex(row.personal_salt) }
  const closed = { ...open, personalCommitment: toHex(row.personal_commitment) }
  return row.personal_salt ? { ...closed, sealed: true as const } : { ...closed, erased: true as const }
}
