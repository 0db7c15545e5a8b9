import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BoxConsensus, boxConsensus, type BoxLabel, type BoxSettings } from './box-consensus.ts'

function thingsOf(boxes: readonly BoxLabel[], settings: BoxSettings = {}): BoxConsensus {
  const result = boxConsensus(boxes, settings)
  if (result.kind !== 'things') throw new Error('expected things')
  return result
}

describe('boxConsensus', () => {
  const box = (worker: string, left: number, top: number, width = 10, height = 10) => ({
    worker,
    left,
    top,
    width,
    height
  })

  it('frames things by the medians of the edges, one careless box included', () => {
    const { things, alone } = thingsOf([
      box('a', 0, 0),
      box('b', 0, 1),
      box('c', 1, 0, 14, 10),
      box('a', 100, 0),
      box('b', 101, 0),
      box('c', 300, 300)
    ])
    expect(things.map(({ workers }) => workers)).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b']
    ])
    expect(things[0]).toMatchObject({ left: 0, top: 0, width: 10, height: 10, boxes: 3 })
    expect(alone).toEqual([box('c', 300, 300)])
  })

  it('asks for as much overlap as it is told', () => {
    const pair = [box('a', 0, 0), box('b', 5, 0)]
    expect(thingsOf(pair, { overlap: 1 / 3 }).things).toHaveLength(1)
    expect(thingsOf(pair, { overlap: 0.34 }).things).toHaveLength(0)
  })

  it('finds the same things in every order', () => {
    const drawn = fc.record({
      worker: fc.constantFrom('a', 'b', 'c'),
      left: fc.nat(3),
      top: fc.nat(3),
      width: fc.integer({ min: 1, max: 4 }),
      height: fc.integer({ min: 1, max: 4 })
    })
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 10 }), drawn => {
        expect(boxConsensus(drawn.toReversed())).toEqual(boxConsensus(drawn))
      })
    )
  })

  it('refuses boxes without area and numbers that are none', () => {
    expect(() => boxConsensus([box('a', 0, 0, 0)])).toThrow('width')
    expect(() => boxConsensus([box('a', Number.POSITIVE_INFINITY, 0)])).toThrow('left')
    expect(() => boxConsensus([], { overlap: 0 })).toThrow('overlap')
    expect(boxConsensus([box('a', 0, 0)], { most: 1 }).kind).toBe('things')
    expect(boxConsensus([box('a', 0, 0), box('b', 0, 0)], { most: 1 })).toEqual({
      kind: 'too-large',
      have: 2,
      most: 1
    })
  })

  it('measures the common area as a share of both together', () => {
    // 12 × 8 and 10 × 10 have 6 × 5 in common: 30 ∕ (96 + 100 − 30).
    const pair = [box('a', 0, 0, 12, 8), box('b', 6, 3)]
    expect(thingsOf(pair, { overlap: 30 / 166 }).things).toHaveLength(1)
    expect(thingsOf(pair, { overlap: 30 / 166 + 1e-9 }).things).toHaveLength(0)
    // Boxes side by side, one above the other and corner to corner have nothing in common.
    for (const [left, top] of [
      [20, 0],
      [0, 20],
      [20, 20],
      [10, 0]
    ]) {
      expect(thingsOf([box('a', 0, 0), box('b', left!, top!)], { overlap: 1e-6 }).things).toHaveLength(0)
    }
    expect(thingsOf([box('a', 3, 4), box('b', 3, 4)], { overlap: 1 }).things).toHaveLength(1)
  })

  it('frames a thing away from the corner, and says how little one of its boxes overlaps it', () => {
    const { things } = thingsOf([box('a', 100, 50), box('b', 102, 51, 10, 12), box('c', 104, 58, 10, 8)], {
      overlap: 0.2
    })
    // Edges: left 100, 102, 104; top 50, 51, 58; right 110, 112, 114; bottom 60, 63, 66.
    expect(things).toEqual([
      {
        left: 102,
        top: 51,
        width: 10,
        height: 12,
        workers: ['a', 'b', 'c'],
        boxes: 3,
        // 104 … 112 by 58 … 63 in common: 40 ∕ (80 + 120 − 40).
        leastOverlap: 0.25
      }
    ])
  })

  it('lists things by their workers, then from the top, then from the left', () => {
    const at = (left: number, top: number, workers: string) => [...workers].map(own => box(own, left, top))
    const { things } = thingsOf([
      ...at(300, 40, 'ab'),
      ...at(100, 40, 'ab'),
      ...at(200, 0, 'ab'),
      ...at(0, 80, 'abc'),
      ...at(50, 90, 'abc')
    ])
    expect(things.map(({ left, top }) => [left, top])).toEqual([
      [0, 80],
      [50, 90],
      [200, 0],
      [100, 40],
      [300, 40]
    ])
  })

  it('counts who draws one thing twice once, and takes one worker for enough where told', () => {
    const twice = [box('a', 0, 0), box('a', 1, 0)]
    expect(thingsOf(twice)).toEqual({ kind: 'things', things: [], alone: twice })
    expect(thingsOf(twice, { least: 1 }).things).toMatchObject([{ workers: ['a'], boxes: 2, left: 0.5 }])
    expect(thingsOf([box('a', 0, 0)], { least: 1 }).things).toMatchObject([{ leastOverlap: 1 }])
  })

  it('gives a box between two things to that with which a box overlaps it most', () => {
    // Of ten units each, the one in the middle shares six with the left thing and four with the right.
    const boxes = [
      ...['a', 'b', 'c'].map(own => box(own, 0, 0)),
      box('d', 4, 0),
      ...['e', 'f', 'g'].map(own => box(own, 10, 0))
    ]
    const { things } = thingsOf(boxes, { overlap: 0.2, least: 4 })
    expect(things).toMatchObject([{ workers: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }])
    const { things: apart } = thingsOf(boxes, { overlap: 0.4, least: 3 })
    expect(apart.map(({ workers }) => workers)).toEqual([
      ['a', 'b', 'c', 'd'],
      ['e', 'f', 'g']
    ])
  })

  it('orders things by their own edges, not by those of their first boxes', () => {
    const { things, alone } = thingsOf([
      // Medians 3 and 2 of the tops: the first has the topmost box and comes second.
      ...[0, 3, 3].map((top, w) => box('abc'[w]!, 100, top)),
      ...[1, 2, 2].map((top, w) => box('abc'[w]!, 200, top)),
      // Equal medians of the tops: the left one comes first, though a box of the right one lies higher.
      ...[50, 52, 52].map((top, w) => box('abc'[w]!, 400, top)),
      ...[52, 52, 52].map((top, w) => box('abc'[w]!, 300, top))
    ])
    expect(things.map(({ left, top }) => [left, top])).toEqual([
      [200, 2],
      [100, 3],
      [300, 52],
      [400, 52]
    ])
    expect(alone).toEqual([])
  })

  it('names itself and what is wrong', () => {
    const refused = (boxes: readonly BoxLabel[], settings: BoxSettings, message: string) =>
      expect(() => boxConsensus(boxes, settings)).toThrow(message)
    refused([], { overlap: 0 }, 'boxConsensus: overlap must be a finite number above 0')
    refused([], { overlap: 1.1 }, 'boxConsensus: overlap must lie between 0 and 1')
    refused([], { least: 0 }, 'boxConsensus: least must be')
    refused([], { most: 0 }, 'boxConsensus: most must be')
    refused([box(7 as unknown as string, 0, 0)], {}, 'boxConsensus: workers must be text, got 7')
    refused([box('a', Number.NaN, 0)], {}, 'left of "a" must be')
    refused([box('a', 0, Number.NaN)], {}, 'top of "a" must be')
    refused([box('a', 0, 0, -1)], {}, 'width of "a" must be')
    refused([box('a', 0, 0, 1, 0)], {}, 'height of "a" must be')
  })
})
