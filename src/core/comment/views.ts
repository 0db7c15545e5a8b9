import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { isSeen } from '../contribution/rules.ts'
import { findContribution, isAuthor } from '../contribution/store.server.ts'
import { loadSeenStep } from '../contribution/views.ts'
import type { SeenStep } from '../contribution/views.ts'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import { findListed, listBelow, listFirstNewest, listFirstOldest } from './list.server.ts'
import type { ListedComment, Place } from './list.server.ts'

const pageSize = 20
/** How much of what was said below a first comment is shown with it. */
const belowSize = 3

/** A comment as it is shown. Of one that went from view only its place is left: no author, no body. */
export interface ShownComment {
  readonly commentId: string
  readonly inReplyTo: string | null
  readonly state: 'published' | 'hidden' | 'withdrawn' | 'erased' | 'held'
  /** The participant who wrote it, to block by. */
  readonly authorId: string | null
  /** Null: a guest. */
  readonly author: string | null
  readonly body: string | null
  readonly madeAt: string
  readonly own: boolean
  /** The viewer blocked its author: fold it, and let the viewer unfold it. */
  readonly folded: boolean
}

export interface ShownThread extends ShownComment {
  readonly replies: readonly ShownComment[]
  /** Where the replies go on: `comment.list` with `parentId` and this as `after`. */
  readonly next: string | null
}

export const listComments = defineView({
  name: 'comment.list',
  title:
    'The comments on a contribution: threads with the first of their replies, or all replies of one thread',
  http: 'GET /calls/{callId}/contributions/{target}/comments',
  scope: 'read',
  input: z.strictObject({
    callId: z.uuid(),
    target: z.uuid(),
    /** The first comment of a thread: its replies, oldest first. Without it: threads. */
    parentId: z.uuid().optional(),
    /** Of threads. */
    order: z.enum(['oldest', 'newest']).default('oldest'),
    after: cursor.optional()
  }),
  load: loadCommented,
  may: () => true,
  run: async (look, { place }, { parentId, order, after }, who) => {
    const from = readCursor(after, 'uuid')?.[0]
    return parentId === undefined
      ? listThreads(look.db, place, order, from, who.personId)
      : listReplies(look.db, place, parentId, from, who.personId)
  }
})

interface ThreadPage {
  readonly items: readonly ShownThread[]
  readonly next: string | null
}

async function listThreads(
  db: Db,
  place: Place,
  order: 'oldest' | 'newest',
  after: string | undefined,
  viewer: string | null
): Promise<ThreadPage> {
  const listFirst = order === 'oldest' ? listFirstOldest : listFirstNewest
  const { shown: firsts, next } = cut(await listFirst(db, place, after, pageSize + 1), pageSize)
  if (firsts.length === 0) return { items: [], next: null }
  const below = await listBelow(db, place, firsts, undefined, belowSize + 1)
  const threads = firsts.map(id => ({ id, ...cut(below.get(id)!, belowSize) }))
  const found = await findListed(
    db,
    place,
    threads.flatMap(thread => [thread.id, ...thread.shown]),
    viewer
  )
  const items = threads.map(thread => ({
    ...shownComment(found.get(thread.id)!),
    replies: thread.shown.map(id => shownComment(found.get(id)!)),
    next: thread.next
  }))
  return { items, next }
}

async function listReplies(
  db: Db,
  place: Place,
  parentId: string,
  after: string | undefined,
  viewer: string | null
): Promise<ThreadPage> {
  const below = await listBelow(db, place, [parentId], after, pageSize + 1)
  const { shown: ids, next } = cut(below.get(parentId)!, pageSize)
  const found = await findListed(db, place, ids, viewer)
  return { items: ids.map(id => ({ ...shownComment(found.get(id)!), replies: [], next: null })), next }
}

/** What is shown of ids that were asked for one too many, and the cursor to the rest. */
function cut(ids: readonly string[], size: number): { shown: readonly string[]; next: string | null } {
  const shown = ids.slice(0, size)
  return { shown, next: ids.length > size ? writeCursor(shown.at(-1)!) : null }
}

function shownComment({
  commentId,
  inReplyTo,
  state,
  madeAt,
  authorId,
  author,
  body,
  own,
  folded
}: ListedComment): ShownComment {
  const there = state === 'published'
  return {
    commentId,
    inReplyTo,
    state,
    authorId: there ? authorId : null,
    author: there ? author : null,
    body: there ? body : null,
    madeAt: madeAt.toISOString(),
    own,
    folded: there && folded
  }
}

/** A contribution whose thread whoever looks may read: a published one, one's own, or any for its moderators. */
async function loadCommented(
  db: Db,
  { callId, target }: { callId: string; target: string },
  who: Who
): Promise<SeenStep & { place: Place }> {
  const contribution = await findContribution(db, callId, target)
  if (!contribution) throw new Refusal('not-found')
  const seen = await loadSeenStep(db, { callId, stepId: contribution.stepId }, who)
  const { state } = contribution
  const isOwn = () => who.personId !== null && isAuthor(db, callId, target, who.personId)
  const visible =
    state === 'published' ||
    isSeen(state, { own: await isOwn(), moderates: hasRole(seen.roles, 'moderator') })
  if (!visible) throw new Refusal(contribution.state === 'held' ? 'not-found' : 'gone')
  return { ...seen, place: { callId, target } }
}
