import { first, only, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { FileFacts } from './prepare.server.ts'
import { storedTypes } from './rules.ts'
import type { StoredType } from './rules.ts'

/** The key a file's bytes lie under; a picture has a second one for its small size. */
export function keyOf(
  callId: string,
  fileId: string,
  type: StoredType,
  size: 'full' | 'thumb' = 'full'
): string {
  const ending = Object.entries(storedTypes).find(([, stored]) => stored === type)![0]
  return `${callId}-${fileId}${size === 'thumb' ? '-thumb' : ''}.${ending}`
}

export async function insertFile(
  tx: Tx,
  file: FileFacts & { callId: string; fileId: string; participantId: string; alt: string }
): Promise<void> {
  await tx.query(sql`
    insert into files (call_id, file_id, participant_id, name, alt, type, size, sha256, width, height, made_at)
    values (${file.callId}, ${file.fileId}, ${file.participantId}, ${file.name}, ${file.alt}, ${file.type}, ${file.size},
      decode(${file.sha256}, 'hex'), ${file.width}, ${file.height}, ${tx.now})`)
}

/** How many files a participant sent to a call and has not handed in with anything. */
export async function countLoose(db: Db, callId: string, participantId: string): Promise<number> {
  const { loose } = await only<{ loose: number }>(
    db,
    sql`
    select count(*) as loose from files
    where call_id = ${callId} and participant_id = ${participantId} and contribution_id is null`
  )
  return loose
}

/** The same, with the participant's row taken: two files sent at once are counted one after the other. */
export async function countLooseAlone(tx: Tx, callId: string, participantId: string): Promise<number> {
  await tx.query(sql`
    select 1 from participants where call_id = ${callId} and participant_id = ${participantId} for update`)
  return countLoose(tx, callId, participantId)
}

/** A file with what deciding about it needs. */
export interface FoundFile {
  readonly callId: string
  readonly fileId: string
  readonly name: string
  readonly alt: string
  readonly type: StoredType
  readonly size: number
  readonly width: number | null
  readonly height: number | null
  readonly contributionId: string | null
  /** Of the contribution it belongs to. */
  readonly contributionState: string | null
  /** Whether this person sent it. */
  readonly own: boolean
}

export async function findFile(
  db: Db,
  callId: string,
  fileId: string,
  personId: string | null
): Promise<FoundFile | undefined> {
  const row = await first<{
    name: string
    alt: string
    type: StoredType
    size: number
    width: number | null
    height: number | null
    contribution_id: string | null
    state: string | null
    own: boolean | null
  }>(
    db,
    sql`
    select f.name, f.alt, f.type, f.size, f.width, f.height, f.contribution_id, c.state,
      (p.person_id = ${personId}::uuid or coalesce(g.person_id = ${personId}::uuid, false)) as own
    from files f
    left join contributions c on c.call_id = f.call_id and c.contribution_id = f.contribution_id
    left join participants p on p.call_id = f.call_id and p.participant_id = f.participant_id
    left join guest_claims g on g.guest_id = p.person_id
    where f.call_id = ${callId} and f.file_id = ${fileId}`
  )
  if (!row) return undefined
  const { name, alt, type, size, width, height } = row
  return {
    callId,
    fileId,
    name,
    alt,
    type,
    size,
    width,
    height,
    contributionId: row.contribution_id,
    contributionState: row.state,
    own: row.own ?? false
  }
}

/** Makes a file nobody's and old, so that the next sweep takes it with its bytes. False when it is not loose. */
export async function dropFile(tx: Tx, callId: string, fileId: string): Promise<boolean> {
  const rows = await tx.query(sql`
    update files set participant_id = null, made_at = 'epoch'
    where call_id = ${callId} and file_id = ${fileId} and contribution_id is null returning 1`)
  return rows.length > 0
}
