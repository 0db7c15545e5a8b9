import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'

export interface Dispute {
  readonly callId: string
  readonly disputeId: string
  readonly participantId: string
  /** Empty where it is out of view. */
  readonly words: string
  /** The name its author goes by in the call; null for a guest without one. */
  readonly author: string | null
  readonly madeAt: Date
  readonly state: 'published' | 'hidden' | 'withdrawn' | 'erased'
  readonly wordOfOrganisation: string
  readonly wordedAt: Date | null
}

interface Row {
  call_id: string
  dispute_id: string
  participant_id: string
  words: string
  author: string | null
  made_at: Date
  state: Dispute['state']
  word_of_organisation: string
  worded_at: Date | null
}

const disputeOf = (row: Row): Dispute => ({
  callId: row.call_id,
  disputeId: row.dispute_id,
  participantId: row.participant_id,
  words: row.state === 'published' ? row.words : '',
  author: row.state === 'published' ? row.author : null,
  madeAt: row.made_at,
  state: row.state,
  wordOfOrganisation: row.word_of_organisation,
  wordedAt: row.worded_at
})

/** What is held against the promises of these calls, oldest first; what was taken off keeps its place without its words. */
export async function listDisputes(db: Db, callIds: readonly string[], limit: number): Promise<Dispute[]> {
  const rows = await db.query<Row>(sql`
    select d.call_id, d.dispute_id, d.participant_id, d.words, p.name as author, d.made_at, d.state, d.word_of_organisation, d.worded_at
    from disputes d join participants p using (call_id, participant_id)
    where d.call_id = any(${callIds}::uuid[]) and d.state in ('published', 'hidden') order by d.dispute_id limit ${limit}`)
  return rows.map(disputeOf)
}

export async function lockDispute(tx: Tx, callId: string, disputeId: string): Promise<Dispute | undefined> {
  const row = await first<Row>(
    tx,
    sql`
    select d.call_id, d.dispute_id, d.participant_id, d.words, null as author, d.made_at, d.state, d.word_of_organisation, d.worded_at
    from disputes d where d.call_id = ${callId} and d.dispute_id = ${disputeId} for update`
  )
  return row && disputeOf(row)
}

/** False where this participant has said so before: the constraint sees to it. */
export async function insertDispute(
  tx: Tx,
  dispute: Pick<Dispute, 'callId' | 'disputeId' | 'participantId' | 'words'>
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into disputes (call_id, dispute_id, participant_id, words, made_at)
    values (${dispute.callId}, ${dispute.disputeId}, ${dispute.participantId}, ${dispute.words}, ${tx.now})
    on conflict (call_id, participant_id) do nothing returning 1`)
  return rows.length > 0
}

export async function wordDispute(tx: Tx, { callId, disputeId }: Dispute, words: string): Promise<void> {
  await tx.query(sql`
    update disputes set word_of_organisation = ${words}, worded_at = ${tx.now}
    where call_id = ${callId} and dispute_id = ${disputeId}`)
}

export async function setDisputeState(
  tx: Tx,
  { callId, disputeId }: Pick<Dispute, 'callId' | 'disputeId'>,
  state: 'hidden' | 'withdrawn'
): Promise<void> {
  await tx.query(sql`
    update disputes set state = ${state} where call_id = ${callId} and dispute_id = ${disputeId}`)
}

/** Empties what these participants held against promises, for an erasure. */
export async function eraseDisputes(
  tx: Tx,
  parts: { readonly callIds: readonly string[]; readonly ids: readonly string[] }
): Promise<void> {
  await tx.query(sql`
    update disputes d set words = '', state = 'erased'
    from unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as p(call_id, participant_id)
    where d.call_id = p.call_id and d.participant_id = p.participant_id`)
}
