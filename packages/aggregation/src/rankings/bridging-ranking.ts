import { roundSignificant } from '../round-significant.ts'
import { checkWhole, fail } from '../checks.ts'
import { tooFew } from '../ties.ts'
import { type Ranking, rankByScore, type Unranked } from './ranking.ts'

/** In one opinion group: how many agree with the item, of those who saw it. */
export interface GroupAgreement {
  readonly group: string
  readonly agree: number
  readonly seen: number
}

/** An item with the agreement it met in each group. */
export interface GroupedItem {
  readonly id: string
  readonly groups: readonly GroupAgreement[]
}

/** What the rank of an item was made of: the chance of agreement in each group, and the least of them. */
export interface BridgingExplanation {
  readonly id: string
  readonly score: number
  readonly chances: readonly { readonly group: string; readonly chance: number }[]
  readonly least: number
}

/**
 * Bridging ranking (group-informed consensus): which items do people of every opinion group agree with?
 *
 * The score is the product over the groups of (agree + 1) ∕ (seen + 2), so a large group cannot carry an item
 * that a small one rejects. Prefer `wilsonRanking` when there are no opinion groups, and the bridging
 * factorisation when opinion is a scale rather than groups.
 *
 * Ties: scores that agree to 12 significant digits share a rank. Gaps: a group that has not seen the item
 * counts ½; an item no group has seen is in `unranked`. Every item names the same groups. Cost: n·g + n log n
 * for n items, g groups.
 *
 * Throws `RangeError` where agree exceeds seen, counts are not whole, items name different groups, or an id
 * occurs twice.
 *
 * Source: C. Small et al., "Polis: scaling deliberation by mapping high dimensional opinion spaces", Recerca
 * 26(2), 2021, section on group-informed consensus.
 *
 * @example
 * bridgingRanking([
 *   { id: 'loved by one', groups: [{ group: 'a', agree: 98, seen: 98 }, { group: 'b', agree: 0, seen: 8 }] },
 *   { id: 'fine for both', groups: [{ group: 'a', agree: 60, seen: 98 }, { group: 'b', agree: 5, seen: 8 }] }
 * ]).groups.map(group => group.ids)
 * // → [['fine for both'], ['loved by one']]
 */
export function bridgingRanking(items: readonly GroupedItem[]): Ranking<BridgingExplanation> {
  const names = groupNames(items[0])
  const scored: BridgingExplanation[] = []
  const unranked: Unranked[] = []
  for (const item of items) {
    checkGroups(item, names)
    const seen = item.groups.reduce((sum, group) => sum + group.seen, 0)
    if (seen === 0) unranked.push({ id: item.id, ...tooFew(0, 1) })
    else scored.push(explain(item))
  }
  return rankByScore('bridgingRanking', scored, unranked)
}

function explain({ id, groups }: GroupedItem): BridgingExplanation {
  const chances = groups.map(({ group, agree, seen }) => ({ group, chance: (agree + 1) / (seen + 2) }))
  // Multiplied by size, not by name, so that renaming the groups does not touch the last bit.
  const ascending = chances.map(({ chance }) => chance).sort((a, b) => a - b)
  const product = ascending.reduce((product, chance) => product * chance, 1)
  chances.sort((a, b) => (a.group < b.group ? -1 : 1))
  return { id, score: roundSignificant(product), chances, least: ascending[0]! }
}

function groupNames(item: GroupedItem | undefined): string {
  return JSON.stringify(item?.groups.map(({ group }) => group).sort())
}

function checkGroups(item: GroupedItem, names: string): void {
  const rule = 'bridgingRanking'
  if (item.groups.length === 0) fail(rule, `an item must name at least one group, got none for "${item.id}"`)
  if (groupNames(item) !== names) fail(rule, `every item must name the same groups, "${item.id}" differs`)
  if (new Set(item.groups.map(({ group }) => group)).size < item.groups.length) {
    fail(rule, `an item must name a group once, "${item.id}" repeats one`)
  }
  for (const { group, agree, seen } of item.groups) {
    checkWhole(rule, `seen of "${item.id}" in "${group}"`, seen)
    checkWhole(rule, `agree of "${item.id}" in "${group}"`, agree)
    if (agree > seen) fail(rule, `agree must not exceed seen, got ${agree} of ${seen} for "${item.id}"`)
  }
}
