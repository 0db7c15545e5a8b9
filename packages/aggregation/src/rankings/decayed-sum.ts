import { checkFinite, checkPositive, fail } from '../checks.ts'
import { decayWeight } from './decay-weight.ts'

/** A response that counts `value` (1 for a support) and was given at the time `at`. */
export interface TimedValue {
  readonly value: number
  readonly at: number
}

/** The moment of counting and how fast responses fade, both in the unit of the responses' `at`. */
export interface Decay {
  readonly now: number
  readonly halfLife: number
}

/**
 * Sum of values that fade: what do these responses weigh together at the moment `now`?
 *
 * The terms are added from the oldest to the newest, the larger value first among those of one moment, so the
 * bytes of the sum do not depend on the order in which the responses come.
 *
 * Throws `RangeError` for a value or time that is not finite, a response later than `now`, a half-life not
 * above 0. Cost: n log n for n responses.
 *
 * Source: G. Cormode et al., "Forward decay", ICDE 2009, § III (decayed count and sum).
 *
 * @example
 * decayedSum([{ value: 1, at: 10 }, { value: 1, at: 3 }], { now: 10, halfLife: 7 }) // → 1.5
 */
export function decayedSum(responses: readonly TimedValue[], decay: Decay): number {
  checkDecay('decayedSum', decay)
  return sumDecayed('decayedSum', responses, decay)
}

/** Throws unless the moment is finite and the half-life above 0. */
export function checkDecay(rule: string, { now, halfLife }: Decay): void {
  checkFinite(rule, 'now', now)
  checkPositive(rule, 'halfLife', halfLife)
}

/** The decayed sum under the name of the rule that asks for it. */
export function sumDecayed(rule: string, responses: readonly TimedValue[], { now, halfLife }: Decay): number {
  for (const { value, at } of responses) {
    checkFinite(rule, 'value', value)
    checkFinite(rule, 'at', at)
    if (at > now) fail(rule, `a response must not be later than now (${now}), got one at ${at}`)
  }
  const oldestFirst = [...responses].sort((a, b) => a.at - b.at || b.value - a.value)
  let sum = 0
  for (const { value, at } of oldestFirst) sum += value * decayWeight(now - at, halfLife)
  return sum
}
