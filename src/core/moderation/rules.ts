import { unseenCommentLine, shownCommentLine } from '../comment/rules.ts'
import type { Comment } from '../comment/rules.ts'
import { publishedLine, unseenLine } from '../contribution/lines.ts'
import type { Contribution } from '../contribution/rules.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { LineDraft } from '../ledger/line.ts'

/** What is said against something, by those who flag it and by moderators who decide about it. */
export const grounds = ['spam', 'abuse', 'illegal', 'private', 'off-topic', 'duplicate', 'other'] as const
export type Ground = (typeof grounds)[number]

export const targetKinds = ['contribution', 'comment'] as const
export type TargetKind = (typeof targetKinds)[number]

/**
 * - `publish`: everybody sees it, as it is.
 * - `revise`: out of view until its author has written a new version, which a person looks at.
 * - `hide`: out of view.
 * - `move`: shown in another step of the same method, or under another theme.
 * - `restrict`: readable at its address behind a note; in no list, closed for responses and comments.
 */
export const decisions = ['publish', 'revise', 'hide', 'move', 'restrict'] as const
export type DecisionKind = (typeof decisions)[number]

/** What comments know of these: they have no versions, no themes and no pages of their own. */
export const decisionsOnComments: readonly DecisionKind[] = ['publish', 'hide']

/** Who or what brought it before a moderator. */
export type FoundBy = 'person' | 'flag' | 'program'

/** What moderators decide about: a contribution, or a comment on one. */
export type Target =
  | { readonly kind: 'contribution'; readonly contribution: Contribution }
  | { readonly kind: 'comment'; readonly comment: Comment; readonly contribution: Contribution }

export const idOf = (target: Target) =>
  target.kind === 'contribution' ? target.contribution.contributionId : target.comment.commentId

export const stateOf = (target: Target) =>
  target.kind === 'contribution' ? target.contribution.state : target.comment.state

export const isRestricted = (target: Target) =>
  target.kind === 'contribution' && target.contribution.restrictedAt !== null

/** Where something went and whence it came, by ids of steps and themes. */
export interface Moved {
  readonly from: { readonly stepId: string; readonly theme: string | null }
  readonly to: { readonly stepId: string; readonly theme: string | null }
}

export interface Decision {
  readonly decision: DecisionKind
  /** Null where nothing was wrong. */
  readonly ground: Ground | null
  /** How many flags it settled. */
  readonly flags: number
  readonly foundBy: FoundBy
  readonly moved: Moved | null
}

/** How a decision leaves something: what everybody sees of it. */
export const viewAfter = (decision: DecisionKind): 'published' | 'restricted' | 'hidden' =>
  decision === 'restrict'
    ? 'restricted'
    : decision === 'hide' || decision === 'revise'
      ? 'hidden'
      : 'published'

/** Whether a decision can be contested: nobody is burdened by being published. */
export const isContestable = (decision: DecisionKind): boolean => decision !== 'publish'

/**
 * The lines of a decision. What comes into view is put into the record anew, what goes from view is removed from it, and
 * each time the decision itself is said, with its ground but without the moderator's words: they may name people.
 * `now` is the target as it stands after the decision.
 */
export function decisionLines(
  before: Target,
  now: Target,
  author: string | null,
  { decision, ground, flags, foundBy, moved }: Decision
): LineDraft[] {
  const counted: JsonObject = {
    decision,
    ground,
    flags,
    foundBy,
    ...(moved ? { moved: moved as unknown as JsonObject } : {})
  }
  const wasShown = stateOf(before) === 'published'
  if (viewAfter(decision) === 'hidden') return [unseen(before, wasShown ? 'remove' : 'note', counted)]
  const note = unseen(now, 'note', counted)
  if (decision === 'move' && before.kind === 'contribution' && now.kind === 'contribution') {
    const isElsewhere = moved !== null && moved.from.stepId !== moved.to.stepId
    const leaves = wasShown && isElsewhere ? [unseen(before, 'remove', {})] : []
    return [...leaves, publishedLine(now.contribution, author, !wasShown || isElsewhere), note]
  }
  if (wasShown) return [note]
  return now.kind === 'contribution'
    ? [publishedLine(now.contribution, author, true), note]
    : [shownCommentLine(now.comment, now.contribution.stepId), note]
}

const unseen = (target: Target, effect: 'remove' | 'note', counted: JsonObject): LineDraft =>
  target.kind === 'contribution'
    ? unseenLine(target.contribution, effect, counted)
    : unseenCommentLine(target.comment, target.contribution.stepId, effect, counted)
