import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankedElections } from '../../testing/arbitraries.ts'
import { permutations, subsets } from '../../testing/brute-force.ts'
import { pairwise } from './pairwise.ts'
import { rankedProfile } from './ranked-profile.ts'
import { splitCycle } from './split-cycle.ts'

describe('splitCycle', () => {
  it('keeps the majorities that are not the weakest of any cycle, found by trying all cycles', () => {
    fc.assert(
      fc.property(rankedElections({ options: { min: 2, max: 4 } }), ({ options, ballots }) => {
        const pairs = pairwise(rankedProfile(options, ballots))
        const n = options.length
        const margin = (a: number, b: number) => pairs.prefer[a * n + b]! - pairs.prefer[b * n + a]!
        const numbers = options.map((_, i) => i)
        const discarded = new Set<string>()
        for (const cycle of numbers.flatMap((_, i) => subsets(numbers, i + 1)).flatMap(permutations)) {
          const links = cycle.map((from, i) => [from, cycle[(i + 1) % cycle.length]!] as const)
          const margins = links.map(([a, b]) => margin(a, b))
          const weakest = Math.min(...margins)
          if (weakest <= 0) continue
          links.forEach(([a, b], i) => margins[i] === weakest && discarded.add(`${options[a]}>${options[b]}`))
        }
        const result = splitCycle(pairs)
        expect(new Set(result.discarded.map(({ winner, loser }) => `${winner}>${loser}`))).toEqual(discarded)
        const defeated = new Set(result.defeats.map(({ loser }) => loser))
        expect(result.winners).toEqual(options.filter(id => !defeated.has(id)))
      })
    )
  })
})
