import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scoreElections } from '../../testing/arbitraries.ts'
import { scoreProfile } from './score-profile.ts'
import { scoreVoting } from './score-voting.ts'

describe('scoreVoting', () => {
  it('sums scores, with the lowest for those left out', () => {
    fc.assert(
      fc.property(scoreElections(), ({ options, ballots }) => {
        const { groups } = scoreVoting(scoreProfile(options, { lowest: -1, highest: 5 }, ballots))
        for (const { score, ids } of groups) {
          for (const id of ids) {
            expect(score).toBe(
              ballots.reduce((sum, { scores, count = 1 }) => sum + count * (scores[id] ?? -1), 0)
            )
          }
        }
      })
    )
  })
})
