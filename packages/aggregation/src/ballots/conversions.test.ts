import { describe, expect, it } from 'vitest'
import { approveAtLeast } from './approve-at-least.ts'
import { approveTop } from './approve-top.ts'
import { rankByScores } from './rank-by-scores.ts'
import { rankedProfile } from './ranked-profile.ts'
import { scoreProfile } from './score-profile.ts'
import { truncateAtTies } from './truncate-at-ties.ts'

const scores = scoreProfile(['a', 'b', 'c'], { lowest: 0, highest: 5 }, [
  { scores: { a: 2, b: 5, c: 2 }, count: 2 },
  { scores: { c: 1, a: 0 } }
])
const ranked = rankedProfile(
  ['a', 'b', 'c'],
  [{ ranking: ['c', ['a', 'b']] }, { ranking: [['b', 'c'], 'a'] }]
)

describe('readers of one ballot form into another', () => {
  it('approveAtLeast takes the scores from the threshold up, and refuses one outside the scale', () => {
    expect(approveAtLeast(scores, 2)).toMatchObject({
      voters: 3,
      starts: Uint32Array.of(0, 3, 3),
      approved: Uint32Array.of(0, 1, 2)
    })
    expect(approveAtLeast(scores, 3).approved).toEqual(Uint32Array.of(1))
    expect(() => approveAtLeast(scores, 0)).toThrow('approveAtLeast: threshold')
    expect(() => approveAtLeast(scores, 6)).toThrow(RangeError)
  })

  it('approveAtLeast counts the threshold on the scale of the vote, wherever that begins', () => {
    const ballots = [{ scores: { a: 3, b: 2, c: 5 } }]
    const fromOne = scoreProfile(['a', 'b', 'c'], { lowest: 1, highest: 5 }, ballots)
    expect(approveAtLeast(fromOne, 3).approved).toEqual(Uint32Array.of(0, 2))
    expect(() => approveAtLeast(fromOne, 1)).toThrow('threshold must be a whole number of at least 2')
    expect(() => approveAtLeast(fromOne, 6)).toThrow('approveAtLeast: the distance of the threshold')
    const belowZero = scoreProfile(['a', 'b'], { lowest: -2, highest: 2 }, [{ scores: { a: 0, b: -1 } }])
    expect(approveAtLeast(belowZero, 0).approved).toEqual(Uint32Array.of(0))
  })

  it('approveTop takes whole levels as long as they fit', () => {
    expect(approveTop(ranked, 1)).toMatchObject({
      starts: Uint32Array.of(0, 1, 1),
      approved: Uint32Array.of(2)
    })
    expect(approveTop(ranked, 2)).toMatchObject({
      starts: Uint32Array.of(0, 1, 3),
      approved: Uint32Array.of(2, 1, 2)
    })
    expect(approveTop(ranked, 9).approved).toHaveLength(6)
    expect(() => approveTop(ranked, 0)).toThrow('approveTop: places')
  })

  it('rankByScores puts equal scores on one level and leaves out the lowest', () => {
    expect(rankByScores(scores)).toMatchObject({
      starts: Uint32Array.of(0, 3, 4),
      order: Uint32Array.of(1, 0, 2, 2),
      levels: Uint32Array.of(0, 1, 1, 0)
    })
  })

  it('truncateAtTies ends a ballot before its first shared level', () => {
    expect(truncateAtTies(ranked)).toMatchObject({
      starts: Uint32Array.of(0, 1, 1),
      order: Uint32Array.of(2)
    })
    const longer = rankedProfile(
      ['a', 'b', 'c', 'd'],
      [{ ranking: ['d', 'b', 'a'] }, { ranking: ['c', 'a', ['b', 'd']] }]
    )
    expect(truncateAtTies(longer)).toMatchObject({
      starts: Uint32Array.of(0, 3, 5),
      order: Uint32Array.of(3, 1, 0, 2, 0),
      levels: Uint32Array.of(0, 1, 2, 0, 1)
    })
  })
})
