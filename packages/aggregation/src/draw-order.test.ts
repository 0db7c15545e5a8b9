import { describe, expect, it } from 'vitest'
import { drawOrder } from './draw-order.ts'
import { seededRandom } from './random.ts'

describe('drawOrder', () => {
  it('refuses an id that occurs twice', () => {
    expect(() => drawOrder(['a', 'a'], seededRandom('x'))).toThrow('drawOrder: ids')
  })

  it('depends on the seed alone, not on the order of the ids, and names the seed', () => {
    const ids = Array.from({ length: 20 }, (_, i) => `option ${i}`)
    const drawn = drawOrder(ids, seededRandom('x'))
    expect(drawOrder(ids.toReversed(), seededRandom('x'))).toEqual(drawn)
    expect(drawOrder(ids, seededRandom('y')).order).not.toEqual(drawn.order)
    expect(drawn.seed).toBe('x')
    expect([...drawn.order].sort()).toEqual([...ids].sort())
  })

  it('draws each of the six orders of three about equally often', () => {
    const random = seededRandom('orders')
    const seen = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const key = drawOrder(['a', 'b', 'c'], random).order.join('')
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }
    expect(seen.size).toBe(6)
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(150)
  })
})
