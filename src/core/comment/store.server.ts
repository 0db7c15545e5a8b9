import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Comment, CommentState } from './rules.ts'

interface CommentRow {
  call_id: string
  target: string
  comment_id: string
  parent_id: string | null
  in_reply_to: string | null
  participant_id: string
  body: string
  state: CommentState
  channel: string
  made_at: Date
}

export async function findComment(db: Db, callId: string, commentId: string): Promise<Comment | undefined> {
  const row = await first<CommentRow>(
    db,
    sql`
    select call_id, target, comment_id, parent_id, in_reply_to, participant_id, body, state, channel, made_at
    from comments where call_id = ${callId} and comment_id = ${commentId}`
  )
  return row && commentOf(row)
}

/** The same with its row taken, for acts that change it. */
export async function lockComment(tx: Tx, callId: string, commentId: string): Promise<Comment | undefined> {
  const row = await first<CommentRow>(
    tx,
    sql`
    select call_id, target, comment_id, parent_id, in_reply_to, participant_id, body, state, channel, made_at
    from comments where call_id = ${callId} and comment_id = ${commentId} for update`
  )
  return row && commentOf(row)
}

export async function isCommentAuthor(db: Db, comment: Comment, personId: string): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from participants p left join guest_claims g on g.guest_id = p.person_id
    where p.call_id = ${comment.callId} and p.participant_id = ${comment.participantId}
      and (p.person_id = ${personId} or g.person_id = ${personId})`)
  return rows.length > 0
}

export async function insertComment(tx: Tx, comment: Comment): Promise<void> {
  await tx.query(sql`
    insert into comments (call_id, target, comment_id, parent_id, in_reply_to, participant_id, body, state, channel, made_at)
    values (${comment.callId}, ${comment.target}, ${comment.commentId}, ${comment.parentId}, ${comment.inReplyTo},
      ${comment.participantId}, ${comment.body}, ${comment.state}, ${comment.channel}, ${comment.madeAt})`)
}

/** Lets the first comment of a thread keep its place from now on, because something was said below it. */
export async function keepFirst(tx: Tx, { callId, target, parentId }: Comment): Promise<void> {
  if (parentId === null) return
  await tx.query(sql`
    update comments set has_replies = true
    where call_id = ${callId} and target = ${target} and comment_id = ${parentId} and not has_replies`)
}

export async function setCommentState(tx: Tx, comment: Comment, state: CommentState): Promise<void> {
  await tx.query(sql`
    update comments set state = ${state}
    where call_id = ${comment.callId} and target = ${comment.target} and comment_id = ${comment.commentId}`)
}

function commentOf(row: CommentRow): Comment {
  return {
    callId: row.call_id,
    target: row.target,
    commentId: row.comment_id,
    parentId: row.parent_id,
    inReplyTo: row.in_reply_to,
    participantId: row.participant_id,
    body: row.body,
    state: row.state,
    channel: row.channel,
    madeAt: row.made_at
  }
}
