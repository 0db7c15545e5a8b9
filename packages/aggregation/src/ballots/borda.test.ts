import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strictElections } from '../../testing/arbitraries.ts'
import { borda } from './borda.ts'
import { pairwise } from './pairwise.ts'
import { rankedProfile } from './ranked-profile.ts'

describe('borda', () => {
  it('gives n − 1 … 0 points on a ballot, and the mean of the last places to those left out', () => {
    fc.assert(
      fc.property(strictElections('truncated'), ({ options, ballots }) => {
        const { groups } = borda(pairwise(rankedProfile(options, ballots)))
        for (const { score, ids } of groups) {
          for (const id of ids) {
            const points = ballots.map(({ ranking, count = 1 }) => {
              const place = ranking.indexOf(id)
              return (
                count * (place < 0 ? (options.length - ranking.length - 1) / 2 : options.length - 1 - place)
              )
            })
            expect(score).toBe(points.reduce((a, b) => a + b, 0))
          }
        }
      })
    )
  })
})
