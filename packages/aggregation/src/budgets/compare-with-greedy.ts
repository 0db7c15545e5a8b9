import { equallySupported, fundInOrder } from './greedy.ts'
import type { Decide } from './open-ties.ts'
import type { Market } from './scan-supporters.ts'

/**
 * How many voters have more utility from one outcome than from the other; the greedy one is taken when more
 * prefer it.
 */
export interface Comparison {
  readonly preferShares: number
  readonly preferGreedy: number
  readonly indifferent: number
  readonly greedyFunded: readonly string[]
}

/**
 * The comparison step: lets the majority of those who care choose between the rule's outcome and the greedy
 * one.
 */
export function compareWithGreedy(
  { profile, scales }: Market,
  funded: readonly number[],
  decide: Decide
): { comparison: Comparison; greedy: readonly number[]; prefersGreedy: boolean } {
  const { projects, groups, voters } = profile
  const classes = equallySupported(profile, 'support')
  const greedy = fundInOrder(profile, classes, { unaffordable: 'skip', leastSupport: 1 }, decide).funded
  const lead = new Float64Array(projects.length)
  for (const project of funded) lead[project]! += scales[project]!
  for (const project of greedy) lead[project]! -= scales[project]!
  let preferShares = 0
  let preferGreedy = 0
  for (let group = 0; group < groups.counts.length; group++) {
    let sum = 0
    for (let at = groups.starts[group]!; at < groups.starts[group + 1]!; at++) {
      sum += lead[groups.items[at]!]! * (groups.values ? groups.values[at]! : 1)
    }
    if (sum > 0) preferShares += groups.counts[group]!
    if (sum < 0) preferGreedy += groups.counts[group]!
  }
  const indifferent = voters - preferShares - preferGreedy
  const greedyFunded = greedy.map(project => projects[project]!).sort()
  return {
    comparison: { preferShares, preferGreedy, indifferent, greedyFunded },
    greedy,
    prefersGreedy: preferGreedy > preferShares
  }
}
