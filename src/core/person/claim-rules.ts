import type { JsonObject } from '../ledger/canonical.ts'

/** A counted response of somebody who turns out to be two participants of one call. */
export interface HeldResponse {
  readonly callId: string
  readonly stepId: string
  readonly target: string
  readonly kind: string
  readonly participantId: string
  readonly responseId: string
  readonly body: JsonObject
  readonly at: Date
  /** Whether the target was written by that very person. */
  readonly isOwn: boolean
}

/**
 * Which of one person's responses stop counting: of two to the same target the later; what a budget would not have
 * allowed, in the order given; and those to the person's own contributions. Equal times are settled by id, so that every
 * machine says the same.
 */
export function superseded(
  held: readonly HeldResponse[],
  budgetOf: (held: HeldResponse) => number | null
): HeldResponse[] {
  const counted = new Set<string>()
  const spent = new Map<string, number>()
  return held.toSorted(byTime).filter(one => {
    const place = [one.callId, one.stepId, one.kind, one.target].join(' ')
    if (one.isOwn || counted.has(place)) return true
    const purse = [one.callId, one.stepId, one.kind].join(' ')
    const before = spent.get(purse) ?? 0
    const budget = budgetOf(one)
    if (budget !== null && before >= budget) return true
    spent.set(purse, before + 1)
    counted.add(place)
    return false
  })
}

const byTime = (a: HeldResponse, b: HeldResponse): number =>
  a.at.getTime() - b.at.getTime() || (a.responseId < b.responseId ? -1 : 1)
