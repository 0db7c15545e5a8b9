import { unseenCommentLine, shownCommentLine } from '../comment/rules.ts'
import type { Comment } from '../comment/rules.ts'
import { publishedLine, unseenLine } from '../contribution/lines.ts'
import type { Contribution } from '../contribution/rules.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { LineDraft } from '../ledger/line.ts'

/** What is said against something, by those who flag it and by moderators who hide it. */
export const grounds = ['spam', 'abuse', 'illegal', 'private', 'off-topic', 'duplicate', 'other'] as const
export type Ground = (typeof grounds)[number]

export const targetKinds = ['contribution', 'comment'] as const
export type TargetKind = (typeof targetKinds)[number]

/** What moderators decide about: a contribution, or a comment on one. */
export type Target =
  | { readonly kind: 'contribution'; readonly contribution: Contribution }
  | { readonly kind: 'comment'; readonly comment: Comment; readonly contribution: Contribution }

export const idOf = (target: Target) =>
  target.kind === 'contribution' ? target.contribution.contributionId : target.comment.commentId

export const stateOf = (target: Target) =>
  target.kind === 'contribution' ? target.contribution.state : target.comment.state

export interface Decision {
  readonly decision: 'publish' | 'hide'
  /** Null where nothing was wrong. */
  readonly ground: Ground | null
  /** How many flags it settled. */
  readonly flags: number
}

/**
 * The lines of a decision. What comes into view is put into the record anew, what goes from view is removed from it, and
 * each time the decision itself is said, with its ground but without the moderator's words: they may name people.
 */
export function decisionLines(target: Target, author: string | null, made: Decision): LineDraft[] {
  const counted = { decision: made.decision, ground: made.ground, flags: made.flags }
  const wasShown = stateOf(target) === 'published'
  if (made.decision === 'hide') return [unseen(target, wasShown ? 'remove' : 'note', counted)]
  const note = unseen(target, 'note', counted)
  if (wasShown) return [note]
  return target.kind === 'contribution'
    ? [publishedLine(target.contribution, author, true), note]
    : [shownCommentLine(target.comment, target.contribution.stepId), note]
}

const unseen = (target: Target, effect: 'remove' | 'note', counted: JsonObject): LineDraft =>
  target.kind === 'contribution'
    ? unseenLine(target.contribution, effect, counted)
    : unseenCommentLine(target.comment, target.contribution.stepId, effect, counted)
