import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { CommentState } from './rules.ts'

/** Where comments are read: on one contribution of a call. */
export interface Place {
  readonly callId: string
  readonly target: string
}

const beforeAll = '00000000-0000-0000-0000-000000000000'
const afterAll = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The ids of the first comments of threads, oldest first, after an id. */
export async function listFirstOldest(
  db: Db,
  { callId, target }: Place,
  after: string | undefined,
  limit: number
): Promise<string[]> {
  const rows = await db.query<{ comment_id: string }>(sql`
    select comment_id from comments
    where call_id = ${callId} and target = ${target} and parent_id is null and (state = 'published' or has_replies)
      and comment_id > ${after ?? beforeAll}::uuid
    order by comment_id limit ${limit}`)
  return rows.map(row => row.comment_id)
}

/** The same, newest first. */
export async function listFirstNewest(
  db: Db,
  { callId, target }: Place,
  after: string | undefined,
  limit: number
): Promise<string[]> {
  const rows = await db.query<{ comment_id: string }>(sql`
    select comment_id from comments
    where call_id = ${callId} and target = ${target} and parent_id is null and (state = 'published' or has_replies)
      and comment_id < ${after ?? afterAll}::uuid
    order by comment_id desc limit ${limit}`)
  return rows.map(row => row.comment_id)
}

/** The ids of what was said below first comments, oldest first: for each of them at most `limit`, after an id. */
export async function listBelow(
  db: Db,
  { callId, target }: Place,
  firsts: readonly string[],
  after: string | undefined,
  limit: number
): Promise<Map<string, string[]>> {
  const rows = await db.query<{ parent_id: string; comment_id: string }>(sql`
    select below.parent_id, below.comment_id from unnest(${firsts}::uuid[]) as thread(first_id)
    cross join lateral (
      select parent_id, comment_id from comments
      where call_id = ${callId} and target = ${target} and parent_id = thread.first_id and parent_id is not null
        and state = 'published' and comment_id > ${after ?? beforeAll}::uuid
      order by comment_id limit ${limit}
    ) below`)
  const below = new Map<string, string[]>(firsts.map(id => [id, []]))
  for (const row of rows) below.get(row.parent_id)!.push(row.comment_id)
  return below
}

/** A comment with what a thread shows of it to one viewer. */
export interface ListedComment {
  readonly commentId: string
  readonly inReplyTo: string | null
  readonly body: string
  readonly state: CommentState
  readonly madeAt: Date
  /** The participant who wrote it: whom to block. */
  readonly authorId: string
  readonly author: string | null
  readonly own: boolean
  /** Whether the viewer blocked its author. */
  readonly folded: boolean
}

/** These comments by their ids, for a viewer; null is somebody unknown. */
export async function findListed(
  db: Db,
  { callId, target }: Place,
  ids: readonly string[],
  viewer: string | null
): Promise<Map<string, ListedComment>> {
  const rows = await db.query<{
    comment_id: string
    in_reply_to: string | null
    body: string
    state: CommentState
    made_at: Date
    author_id: string
    author: string | null
    own: boolean | null
    folded: boolean
  }>(sql`
    select c.comment_id, c.in_reply_to, c.body, c.state, c.made_at,
      coalesce(p.linked_to, p.participant_id) as author_id, coalesce(p.name, o.name) as author,
      (p.person_id = ${viewer}::uuid or coalesce(g.person_id = ${viewer}::uuid, false)) as own,
      exists (select 1 from blocks b where b.person_id = ${viewer}::uuid and b.call_id = p.call_id
        and b.participant_id in (p.participant_id, p.linked_to)) as folded
    from unnest(${ids}::uuid[]) as wanted(id)
    -- One by one and by the whole key: a plan made before statistics are would else read the thread.
    cross join lateral (
      select * from comments where call_id = ${callId} and target = ${target} and comment_id = wanted.id limit 1
    ) c
    join participants p on p.call_id = c.call_id and p.participant_id = c.participant_id
    left join participants o on o.call_id = p.call_id and o.participant_id = p.linked_to
    left join guest_claims g on g.guest_id = p.person_id`)
  return new Map(
    rows.map(row => [
      row.comment_id,
      {
        commentId: row.comment_id,
        inReplyTo: row.in_reply_to,
        body: row.body,
        state: row.state,
        madeAt: row.made_at,
        authorId: row.author_id,
        author: row.author,
        own: row.own ?? false,
        folded: row.folded
      }
    ])
  )
}
