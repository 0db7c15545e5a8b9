import { canonicalJson } from '../core/ledger/canonical.ts'
import type { Counted, CountedResponse, Result } from '../core/method.ts'
import { tally as ideas } from './ideas/tally.ts'

/**
 * Counting again where nobody trusts us: in a visitor's browser. Only the tallies, since the rest of a method would be a
 * load for nothing; a test compares them with the list of methods.
 */
export const tallies: Readonly<Record<string, Tally>> = { ideas: ideas as Tally }

export type Tally = (
  settings: unknown,
  contributions: readonly Counted[],
  responses: readonly CountedResponse[],
  at: number
) => Result

/** What a count needs, as the view `result.material` gives it. */
export interface Material {
  readonly method: string
  readonly settings: unknown
  readonly contributions: readonly Counted[]
  readonly responses: readonly CountedResponse[]
  /** Milliseconds since 1970. */
  readonly closedAt: number
}

/** The result, counted here and now; `undefined` for a method that is newer than this page. */
export function recount({
  method,
  settings,
  contributions,
  responses,
  closedAt
}: Material): Result | undefined {
  const result = tallies[method]?.(settings, contributions, responses, closedAt)
  // As it is published: through JSON.
  return result && (JSON.parse(JSON.stringify(result)) as Result)
}

/** Whether two results say the same, to the last digit. */
export const isSameResult = (one: unknown, other: unknown): boolean =>
  canonicalJson(one) === canonicalJson(other)
