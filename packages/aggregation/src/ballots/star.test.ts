import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scoreElections } from '../../testing/arbitraries.ts'
import { scoreProfile } from './score-profile.ts'
import { star } from './star.ts'

const scale = { lowest: 0, highest: 5 }

describe('star', () => {
  it('lets the finalist win whom more people score higher, whatever the sums', () => {
    const profile = scoreProfile(['a', 'b', 'c'], scale, [
      { scores: { a: 5, b: 4 }, count: 3 },
      { scores: { b: 5, c: 4 }, count: 2 }
    ])
    const result = star(profile)
    expect(result.groups.map(({ ids, score }) => [ids[0], score])).toEqual([
      ['b', 22],
      ['a', 15],
      ['c', 8]
    ])
    expect(result.outcome).toEqual({ kind: 'winner', id: 'a' })
    expect(result.runoffs[0]).toMatchObject({
      finalists: ['b', 'a'],
      preferFirst: 2,
      preferSecond: 3,
      level: 0
    })
  })

  it('gives a level run-off to the higher sum', () => {
    const profile = scoreProfile(['a', 'b'], scale, [{ scores: { a: 1 } }, { scores: { b: 5 } }])
    expect(star(profile).outcome).toEqual({ kind: 'winner', id: 'b' })
  })

  it('runs off every pair that can be the finalists, found by trying all orders of equal sums', () => {
    fc.assert(
      fc.property(scoreElections(), ({ options, ballots }) => {
        const profile = scoreProfile(options, scale, ballots)
        const sum = (id: string) =>
          ballots.reduce((sum, { scores, count = 1 }) => sum + count * (scores[id] ?? 0), 0)
        const pairs = options.flatMap(a => options.filter(b => a < b).map(b => [a, b] as const))
        const finals = pairs.filter(([a, b]) =>
          options.every(c => c === a || c === b || sum(c) <= Math.min(sum(a), sum(b)))
        )
        const winners = finals.flatMap(([a, b]) => {
          const lead = ballots.reduce(
            (lead, { scores, count = 1 }) => lead + count * Math.sign((scores[a] ?? 0) - (scores[b] ?? 0)),
            0
          )
          const total = lead || sum(a) - sum(b)
          return total === 0 ? [a, b] : [total > 0 ? a : b]
        })
        const expected = options.length === 1 ? options : [...new Set(winners)].sort()
        expect(star(profile).winners).toEqual(expected)
      })
    )
  })
})
