import { describe, expect, it } from 'vitest'
import { countRanking } from './count-ranking.ts'
import { topCut } from './top-cut.ts'

const ranking = countRanking([
  { id: 'a', count: 5 },
  { id: 'b', count: 4 },
  { id: 'c', count: 4 },
  { id: 'd', count: 1 }
])

describe('topCut', () => {
  it('refuses places that are not a whole number', () => {
    expect(() => topCut(ranking, -1)).toThrow(RangeError)
    expect(() => topCut(ranking, 1.5)).toThrow('topCut: places')
  })

  it('chooses whole groups as long as they fit', () => {
    expect(topCut(ranking, 0)).toEqual({ places: 0, chosen: [], tie: null })
    expect(topCut(ranking, 1).chosen).toEqual(['a'])
    expect(topCut(ranking, 3)).toEqual({ places: 3, chosen: ['a', 'b', 'c'], tie: null })
    expect(topCut(ranking, 9).chosen).toEqual(['a', 'b', 'c', 'd'])
  })

  it('leaves a tie across the cut open, with the places it shares', () => {
    expect(topCut(ranking, 2)).toEqual({
      places: 2,
      chosen: ['a'],
      tie: { kind: 'tie', among: ['b', 'c'], places: 1 }
    })
  })
})
