import { describe, expect, it } from 'vitest'
import { judgeModel } from './judge-model.ts'
import type { JudgeRating } from './rating-table.ts'
import { withoutEachJudge } from './without-each-judge.ts'

const rating = (judge: string, entry: string, value: number): JudgeRating => ({ judge, entry, value })

describe('withoutEachJudge', () => {
  const ratings = [
    rating('j', 'a', 5),
    rating('j', 'b', 6),
    rating('k', 'a', 5),
    rating('k', 'b', 6),
    rating('l', 'a', 9),
    rating('l', 'b', 0),
    rating('l', 'c', 0)
  ]

  it('names the judge who makes the difference, and what is lost without them', () => {
    const result = withoutEachJudge(ratings, judgeModel)
    expect(result.first).toEqual(['a'])
    expect(result.stable).toBe(false)
    const [j, , l] = result.judges
    expect(j).toMatchObject({ enter: [], leave: [] })
    expect(l).toEqual({
      judge: 'l',
      enter: ['b'],
      leave: ['a'],
      most: { entry: 'a', places: -1 },
      lost: ['c']
    })
  })

  it('is stable where judges agree', () => {
    const agreed = ['j', 'k', 'l'].flatMap(judge => [rating(judge, 'a', 9), rating(judge, 'b', 2)])
    expect(withoutEachJudge(agreed, judgeModel).stable).toBe(true)
    expect(() => withoutEachJudge(agreed, judgeModel, { places: 0 })).toThrow('places')
    const lone = [rating('j', 'a', 1)]
    expect(withoutEachJudge(lone, judgeModel).judges[0]).toMatchObject({ enter: [], leave: [], lost: ['a'] })
  })
})
