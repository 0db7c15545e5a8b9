import type { JsonObject } from '../ledger/canonical.ts'
import type { LineDraft } from '../ledger/line.ts'

/**
 * What became of a promise.
 * - `running`: its day is ahead.
 * - `kept`: the call was concluded by the end of the promised day, and with it every contribution answered.
 * - `late`: concluded after that day, or not yet and the day is past.
 * - `broken`: cancelled, or not concluded for more than `patience` days after the promised one.
 */
export const promiseStates = ['kept', 'late', 'broken', 'running'] as const
export type PromiseState = (typeof promiseStates)[number]

/** After so many days without a conclusion a late promise counts as broken. */
export const patience = 90

export interface PromiseFacts {
  /** Days from the promised day to the conclusion, or to today where there is none; negative before it; null: no day. */
  readonly daysOver: number | null
  readonly isConcluded: boolean
  readonly isCancelled: boolean
}

export function promiseState({ daysOver, isConcluded, isCancelled }: PromiseFacts): PromiseState {
  if (isCancelled) return 'broken'
  if (daysOver === null || daysOver <= 0) return isConcluded ? 'kept' : 'running'
  return !isConcluded && daysOver > patience ? 'broken' : 'late'
}

/** Why a moderator may take a dispute from view: never for what it says about the organisation. */
export const disputeGrounds = ['spam', 'abuse', 'illegal', 'private'] as const
export type DisputeGround = (typeof disputeGrounds)[number]

/** A line about a dispute; its words are its author's. */
export const disputeLine = (
  dispute: { readonly callId: string; readonly disputeId: string; readonly participantId: string },
  counted: JsonObject,
  personal: JsonObject = {}
): LineDraft => ({
  log: dispute.callId,
  effect: 'note',
  subject: { kind: 'dispute', id: dispute.disputeId },
  counted,
  personal,
  participantId: dispute.participantId
})
