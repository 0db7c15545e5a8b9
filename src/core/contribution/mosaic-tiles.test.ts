import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levelsOf, spreadTiles } from './mosaic-tiles.ts'

describe('levels', () => {
  it('give none to what nobody supports', () => {
    expect(levelsOf([0, 0])).toEqual([0, 0])
    expect(levelsOf([])).toEqual([])
    expect(levelsOf([0, 1, 1, 5])).toEqual([0, 1, 1, 3])
  })

  it('do not tell equal things apart', () => {
    expect(levelsOf([4, 4, 4])).toEqual([1, 1, 1])
    fc.assert(
      fc.property(fc.array(fc.nat(20)), values => {
        const levels = levelsOf(values)
        for (const [n, value] of values.entries()) expect(levels[n]).toBe(levels[values.indexOf(value)])
      })
    )
  })

  it('never fall when support grows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000)), values => {
        const sorted = values.toSorted((a, b) => a - b)
        const levels = levelsOf(sorted)
        expect(levels).toEqual(levels.toSorted((a, b) => a - b))
      })
    )
  })

  it('let the few most supported stand out', () => {
    const levels = levelsOf(Array.from({ length: 100 }, (_, n) => n + 1))
    expect([1, 2, 3].map(level => levels.filter(one => one === level).length)).toEqual([50, 35, 15])
  })
})

describe('tiles', () => {
  it('are one for each when there are few', () => {
    expect(spreadTiles([4, 0, 0, 2], 1)).toBe('030030')
    expect(spreadTiles([0, 0, 0, 0], 1)).toBe('')
  })

  it('keep the shares when one stands for many, and show whatever is there', () => {
    const tiles = spreadTiles([5000, 3000, 1999, 1], 20)
    expect([...'0123'].map(level => tiles.split(level).length - 1)).toEqual([250, 150, 100, 1])
  })
})
