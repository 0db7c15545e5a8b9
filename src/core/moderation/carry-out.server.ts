import type { Frame } from '../call/rules.ts'
import type { Work } from '../door/act.ts'
import { announce } from '../notification/announce.server.ts'
import { decisionLetters } from './letter.server.ts'
import { moveContribution } from './move.server.ts'
import type { Destination } from './move.server.ts'
import { idOf, stateOf } from './rules.ts'
import type { Decision, DecisionKind, Ground, Target } from './rules.ts'
import { hideTarget, insertDecision, publishTarget, restrictTarget, settleCharges } from './store.server.ts'

export interface Wish {
  readonly call: Frame
  readonly target: Target
  readonly author: string | null
  readonly decision: DecisionKind
  readonly ground: Ground | null
  readonly reason: string
  readonly scope: string
  readonly facts: string
  readonly rule: string
  readonly to?: Destination | undefined
  /** Whether it changes what people see; flags that led to nothing change nothing, and are no news for an author. */
  readonly isNew: boolean
  readonly onAppealOf: string | null
  readonly decidedBy: string | null
}

export interface CarriedOut {
  readonly decisionId: string
  readonly made: Decision
  /** The target as it stands now. */
  readonly now: Target
}

/** Does what was decided, keeps the decision with its statement of reasons, and tells the author. */
export async function carryOut(work: Work, wish: Wish): Promise<CarriedOut> {
  const { tx } = work
  const { call, target, decision } = wish
  const { callId } = call
  const wasHeld = stateOf(target) === 'held'
  const { flags, holds, since } = await settleCharges(tx, callId, idOf(target))
  const foundBy = holds > 0 ? 'program' : flags > 0 ? 'flag' : 'person'
  const { now, moved } = await changeView(work, wish)
  const decisionId = await insertDecision(tx, {
    ...wish,
    callId,
    target: idOf(target),
    kind: target.kind,
    foundBy,
    moved,
    waitedSince: since ?? (wasHeld ? heldSince(target) : null)
  })
  const made = { decision, ground: wish.ground, flags, foundBy, moved } as const
  // A decision on an appeal is told with the appeal's end.
  if (wish.isNew && wish.onAppealOf === null) {
    for (const letter of await decisionLetters(tx, work.origin, now, { ...wish, decisionId, foundBy }))
      work.mail(letter)
    await announce(tx, [
      {
        callId,
        event: 'moderation.decided',
        subjectId: decisionId,
        facts: {
          decision,
          ground: wish.ground,
          kind: target.kind,
          contributionId: target.contribution.contributionId
        },
        audience: authorsOf(target, wish.author),
        // The statement of reasons goes out whatever the pace: it is owed.
        letter: 'none'
      }
    ])
  }
  return { decisionId, made, now }
}

/** Those whose words they are. */
export const authorsOf = (target: Target, author: string | null) =>
  target.kind === 'contribution'
    ? { authorsOf: [target.contribution.contributionId] }
    : { participants: author === null ? [] : [author] }

async function changeView(
  { tx, methods }: Work,
  { call, target, decision, to, isNew, onAppealOf }: Wish
): Promise<{ now: Target; moved: Decision['moved'] }> {
  if (!isNew) return { now: target, moved: null }
  if (target.kind === 'contribution' && decision === 'restrict')
    return { now: await restrictTarget(tx, target), moved: null }
  if (target.kind === 'contribution' && decision === 'move') {
    const isBack = onAppealOf !== null
    const { contribution } = target
    const { contribution: there, moved } = await moveContribution(tx, {
      call,
      methods,
      contribution,
      to: to ?? {},
      isBack
    })
    return { now: await publishTarget(tx, { ...target, contribution: there }), moved }
  }
  const bring = decision === 'publish' ? publishTarget : hideTarget
  return { now: await bring(tx, target), moved: null }
}

const heldSince = (target: Target): Date =>
  target.kind === 'contribution' ? target.contribution.changedAt : target.comment.madeAt
