import { describe, expect, it } from 'vitest'
import { randomFromState, seededRandom } from './random.ts'

describe('seededRandom', () => {
  it('refuses a seed that is not text and a bound that is not a whole number', () => {
    expect(() => seededRandom(7 as unknown as string)).toThrow(RangeError)
    expect(() => seededRandom('a').below(0)).toThrow('Random.below: bound')
    expect(() => seededRandom('a').below(2.5)).toThrow(RangeError)
    expect(() => seededRandom('a').below(2 ** 33)).toThrow(RangeError)
  })

  it('gives the words of the published xoshiro128** for the state 1, 2, 3, 4', () => {
    const random = randomFromState('test', Uint32Array.of(1, 2, 3, 4))
    const words = Array.from({ length: 6 }, () => random.below(4294967296))
    expect(words).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492])
  })

  it('repeats itself for one seed, differs for another and reports its seed', () => {
    const draw = (seed: string) => {
      const random = seededRandom(seed)
      return Array.from({ length: 20 }, () => random.next())
    }
    expect(draw('a')).toEqual(draw('a'))
    expect(draw('a')).not.toEqual(draw('b'))
    expect(draw('a')).not.toEqual(draw('a\0'))
    expect(seededRandom('a').seed).toBe('a')
  })

  it('stays within [0, 1) and below the bound, and reaches every value', () => {
    const random = seededRandom('range')
    const counts = new Array<number>(6).fill(0)
    for (let i = 0; i < 6000; i++) {
      const share = random.next()
      expect(share >= 0 && share < 1).toBe(true)
      counts[random.below(6)]!++
    }
    // 1000 expected in each; 150 is five standard deviations.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})
