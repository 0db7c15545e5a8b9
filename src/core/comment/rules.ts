import type { JsonObject } from '../ledger/canonical.ts'
import type { LineDraft } from '../ledger/line.ts'

export type CommentState = 'published' | 'held' | 'hidden' | 'withdrawn' | 'erased'

/** A remark on a contribution. */
export interface Comment {
  readonly callId: string
  /** The contribution it is about. */
  readonly target: string
  readonly commentId: string
  /** The first comment of its thread; null for that one itself. Threads have these two levels and no more. */
  readonly parentId: string | null
  /** The comment it answers to, which may be any of its thread. */
  readonly inReplyTo: string | null
  readonly participantId: string
  readonly body: string
  readonly state: CommentState
  readonly channel: string
  readonly madeAt: Date
}

export const commentMost = 2_000

/** What the ledger and an export say of a comment: where it stands counts, its words are its author's. */
export function commentRecord({
  commentId,
  target,
  parentId,
  inReplyTo,
  body
}: Pick<Comment, 'commentId' | 'target' | 'parentId' | 'inReplyTo' | 'body'>): {
  counted: JsonObject
  personal: JsonObject
} {
  return { counted: { id: commentId, target, thread: parentId, inReplyTo }, personal: { body } }
}

/** The line of a comment that is there for all to see. */
export function shownCommentLine(comment: Comment, stepId: string): LineDraft {
  return {
    log: comment.callId,
    effect: 'put',
    subject: { kind: 'comment', id: comment.commentId },
    step: stepId,
    ...commentRecord(comment),
    participantId: comment.participantId,
    change: { target: comment.target, comments: 1 }
  }
}

/** The line of a comment that goes from view (`remove`), or of what happens to one that nobody sees (`note`). */
export function unseenCommentLine(
  comment: Comment,
  stepId: string,
  effect: 'remove' | 'note',
  counted: JsonObject = {}
): LineDraft {
  return {
    log: comment.callId,
    effect,
    subject: { kind: 'comment', id: comment.commentId },
    step: stepId,
    counted,
    ...(effect === 'remove' ? { change: { target: comment.target, comments: -1 } } : {})
  }
}
