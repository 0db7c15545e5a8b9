import { expect, it } from 'vitest'
import { pointsByRank } from './points-by-rank.ts'

it('pointsByRank gives one point less for each place and refuses rankings beyond the length', () => {
  expect(pointsByRank(['b', 'a'], 5)).toEqual({ points: { b: 5, a: 4 } })
  expect(pointsByRank([], 1)).toEqual({ points: {} })
  expect(() => pointsByRank(['a', 'b'], 1)).toThrow('pointsByRank: there must be at most 1 places, got 2')
  expect(() => pointsByRank(['a', 'a'], 2)).toThrow('pointsByRank: a project must be ranked once')
  expect(() => pointsByRank([], 0)).toThrow('pointsByRank: length')
})
