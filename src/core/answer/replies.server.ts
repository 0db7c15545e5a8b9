import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Rating } from './rules.ts'

interface Key {
  readonly callId: string
  readonly answerId: string
  readonly participantId: string
}

/**
 * The part under which a person handed in something that an answer is for, also by what it was merged into, and also as a
 * guest that the person claimed later; null where it is for others.
 */
export async function findReplier(
  db: Db,
  callId: string,
  answerId: string,
  personId: string
): Promise<string | null> {
  const row = await first<{ participant_id: string }>(
    db,
    sql`
    with recursive own as (
      select a.participant_id, a.contribution_id from participants p
      left join guest_claims g on g.guest_id = p.person_id
      join contribution_authors a on a.call_id = p.call_id and a.participant_id = p.participant_id
      where p.call_id = ${callId} and (p.person_id = ${personId} or g.person_id = ${personId})
      union
      select own.participant_id, c.merged_into from own
      join contributions c on c.call_id = ${callId} and c.contribution_id = own.contribution_id and c.merged_into is not null
    )
    select own.participant_id from own
    join answer_targets t on t.call_id = ${callId} and t.answer_id = ${answerId} and t.contribution_id = own.contribution_id
    order by own.participant_id limit 1`
  )
  return row?.participant_id ?? null
}

/** Keeps a reply; false where there is one already. */
export async function keepReply(
  tx: Tx,
  { callId, answerId, participantId }: Key,
  body: string
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into answer_replies (call_id, answer_id, participant_id, body, replied_at)
    values (${callId}, ${answerId}, ${participantId}, ${body}, ${tx.now})
    on conflict (call_id, answer_id, participant_id) do update set body = excluded.body, replied_at = excluded.replied_at
      where answer_replies.replied_at is null
    returning 1`)
  return rows.length > 0
}

export async function keepRating(
  tx: Tx,
  { callId, answerId, participantId }: Key,
  rating: Rating
): Promise<void> {
  await tx.query(sql`
    insert into answer_replies (call_id, answer_id, participant_id, rating, rated_at)
    values (${callId}, ${answerId}, ${participantId}, ${rating}, ${tx.now})
    on conflict (call_id, answer_id, participant_id) do update set rating = excluded.rating, rated_at = excluded.rated_at`)
}

export interface Reply {
  readonly rating: Rating | null
  readonly repliedAt: Date | null
}

export async function findReply(
  db: Db,
  { callId, answerId, participantId }: Key
): Promise<Reply | undefined> {
  const row = await first<{ rating: Rating | null; replied_at: Date | null }>(
    db,
    sql`
    select rating, replied_at from answer_replies
    where call_id = ${callId} and answer_id = ${answerId} and participant_id = ${participantId}`
  )
  return row && { rating: row.rating, repliedAt: row.replied_at }
}

/** What the authors of a contribution, and of what was merged into it, said back to an answer; oldest first. */
export async function listReplies(
  db: Db,
  callId: string,
  answerIds: readonly string[],
  contributionId: string
): Promise<{ answerId: string; name: string | null; body: string; rating: Rating | null; at: Date }[]> {
  const rows = await db.query<{
    answer_id: string
    name: string | null
    body: string
    rating: Rating | null
    at: Date
  }>(sql`
    with recursive around as (
      select ${contributionId}::uuid as contribution_id
      union
      select c.contribution_id from around join contributions c on c.call_id = ${callId} and c.merged_into = around.contribution_id
    )
    select distinct on (r.answer_id, r.participant_id) r.answer_id, p.name, r.body, r.rating,
      coalesce(r.replied_at, r.rated_at) as at
    from around join contribution_authors a on a.call_id = ${callId} and a.contribution_id = around.contribution_id
    join answer_replies r on r.call_id = a.call_id and r.participant_id = a.participant_id
    join participants p on p.call_id = a.call_id and p.participant_id = a.participant_id
    where r.answer_id = any(${answerIds}::uuid[]) order by r.answer_id, r.participant_id limit 100`)
  return rows.map(row => ({
    answerId: row.answer_id,
    name: row.name,
    body: row.body,
    rating: row.rating,
    at: row.at
  }))
}
