import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { addComparisons, comparisonProfile } from './comparison-profile.ts'
import { nextPairs } from './next-pairs.ts'

const names = (result: ReturnType<typeof nextPairs>) => {
  if (result.kind !== 'pairs') throw new Error(`expected pairs, got ${result.kind}`)
  return result.best.map(({ left, right }) => left + right)
}

describe('nextPairs', () => {
  it('asks all pairs once before it asks one twice, and joins all items', () => {
    const items = ['a', 'b', 'c', 'd', 'e', 'f']
    const random = seededRandom('pairs')
    let profile = comparisonProfile(items, [])
    for (let asked = 0; asked < 15; asked++) {
      const next = nextPairs(profile, { random })
      if (next.kind !== 'pairs') throw new Error('expected pairs')
      expect(next.drawn!.asked).toBe(0)
      expect(next.seed).toBe('pairs')
      profile = addComparisons(profile, [{ ...next.drawn!, preferred: 'left' }])
    }
    expect([...profile.wins].map((wins, p) => wins + profile.losses[p]!)).toEqual(new Array(15).fill(1))
  })

  it('prefers, of pairs asked as often, those that join what is not joined', () => {
    const items = ['a', 'b', 'c', 'd']
    const profile = comparisonProfile(items, [
      { left: 'a', right: 'b', preferred: 'left' },
      { left: 'c', right: 'd', preferred: 'left' }
    ])
    expect(names(nextPairs(profile))).toEqual(['ac', 'ad', 'bc', 'bd'])
    expect(
      names(
        nextPairs(profile, {
          exclude: [
            ['d', 'a'],
            ['b', 'c']
          ]
        })
      )
    ).toEqual(['ac', 'bd'])
  })

  it('by information asks of those close to each other and little known', () => {
    const profile = comparisonProfile(
      ['best', 'good', 'fair', 'poor'],
      [
        { left: 'best', right: 'good', preferred: 'left', count: 20 },
        { left: 'good', right: 'fair', preferred: 'left', count: 1 },
        { left: 'fair', right: 'good', preferred: 'left', count: 1 },
        { left: 'fair', right: 'poor', preferred: 'left', count: 20 }
      ]
    )
    const next = nextPairs(profile, { by: 'information', penalty: 0.1 })
    expect(names(next)).toEqual(['fairgood'])
    if (next.kind === 'pairs') expect(next.best[0]!.information).toBeGreaterThan(0)
  })

  it('lists the first of many equal pairs and counts the rest, and can draw each of them', () => {
    const nothing = comparisonProfile(['a', 'b', 'c', 'd'], [])
    expect(nextPairs(nothing, { bound: 2 })).toMatchObject({
      count: 6,
      best: [{ right: 'b' }, { right: 'c' }]
    })
    const drawn = new Set(
      Array.from({ length: 100 }, (_, k) => {
        const next = nextPairs(nothing, { bound: 1, random: seededRandom(`draw ${k}`) })
        return next.kind === 'pairs' ? `${next.drawn!.left}${next.drawn!.right}` : ''
      })
    )
    expect(drawn.size).toBe(6)
  })

  it('has no answer for one item, for all pairs excluded and for too many items', () => {
    const pair = comparisonProfile(['a', 'b'], [])
    expect(nextPairs(comparisonProfile(['a'], []))).toEqual({ kind: 'too-few', have: 1, need: 2 })
    expect(nextPairs(pair, { exclude: [['a', 'b']] })).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(nextPairs(pair, { most: 1 })).toEqual({ kind: 'too-large', have: 2, most: 1 })
    expect(() => nextPairs(pair, { exclude: [['a', 'x']] })).toThrow('"x" is excluded, which is not an item')
    expect(() => nextPairs(pair, { penalty: 0 })).toThrow('penalty')
  })
})
