import { checkDistinctIds, fail } from './checks.ts'

/**
 * What a rule does with options it cannot tell apart: `'report'` returns the tie as a value; a declared
 * order, the best first, decides it (`drawOrder` makes one from a public seed). Nothing is ever decided by
 * position or id.
 */
export type TieRule = 'report' | { readonly order: readonly string[] }

/** Where the declared order was used: among whom, and who was chosen by it. */
export interface TieBreak {
  readonly among: readonly string[]
  readonly chosen: string
}

/** Settings of a rule whose only choice is what to do with ties. */
export interface TieSettings {
  /** `'report'` unless given. */
  readonly ties?: TieRule
}

/**
 * The place of each option in the declared order, or `null` when ties are reported. Throws unless it names
 * each once.
 */
export function declaredOrder(
  rule: string,
  options: readonly string[],
  ties: TieRule
): ReadonlyMap<string, number> | null {
  if (ties === 'report') return null
  checkDistinctIds(rule, 'the declared order', ties.order)
  const places = new Map(ties.order.map((id, place) => [id, place]))
  for (const id of options) if (!places.has(id)) fail(rule, `the declared order must name "${id}"`)
  if (places.size > options.length) fail(rule, 'the declared order must name only options')
  return places
}

/** The one of several options that a declared order puts first. */
export function earliest(preference: ReadonlyMap<string, number>, among: readonly string[]): string {
  return among.reduce((a, b) => (preference.get(a)! < preference.get(b)! ? a : b))
}

/** The one of several options that a declared order puts last. */
export function latest(preference: ReadonlyMap<string, number>, among: readonly string[]): string {
  return among.reduce((a, b) => (preference.get(a)! > preference.get(b)! ? a : b))
}
