import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeEqualBallots, turnRound } from './merge-equal-ballots.ts'

const ballot = fc.record({
  items: fc.subarray([0, 1, 2, 3]),
  value: fc.integer({ min: 1, max: 2 }),
  count: fc.integer({ min: 1, max: 3 })
})

function listsOf(ballots: { items: number[]; value: number; count: number }[]) {
  const starts = new Uint32Array(ballots.length + 1)
  ballots.forEach(({ items }, b) => (starts[b + 1] = starts[b]! + items.length))
  return {
    counts: Float64Array.from(ballots, ({ count }) => count),
    starts,
    items: Uint32Array.from(ballots.flatMap(({ items }) => items)),
    values: Float64Array.from(ballots.flatMap(({ items, value }) => items.map(() => value)))
  }
}

describe('mergeEqualBallots', () => {
  it('keeps one group for each distinct ballot with all its people, and none for empty ones', () => {
    fc.assert(
      fc.property(fc.array(ballot), ballots => {
        const merged = mergeEqualBallots(listsOf(ballots))
        const people = new Map<string, number>()
        for (const { items, value, count } of ballots) {
          const key = items.map(item => `${item}:${value}`).join()
          if (key !== '') people.set(key, (people.get(key) ?? 0) + count)
        }
        const found = [...merged.counts].map((count, group) => {
          const range = Array.from(merged.items.subarray(merged.starts[group], merged.starts[group + 1]))
          return [
            range.map((item, i) => `${item}:${merged.values![merged.starts[group]! + i]}`).join(),
            count
          ] as const
        })
        expect(new Map(found)).toEqual(people)
        expect(found.length).toBe(people.size)
      })
    )
  })
})

describe('turnRound', () => {
  it('lists for each item the ballots that hold it, with their values', () => {
    fc.assert(
      fc.property(fc.array(ballot), ballots => {
        const turned = turnRound(listsOf(ballots), 4)
        for (const item of [0, 1, 2, 3]) {
          const range = [turned.starts[item]!, turned.starts[item + 1]!] as const
          const holders = ballots.flatMap(({ items, value }, b) => (items.includes(item) ? [[b, value]] : []))
          const found = Array.from(turned.ballots.subarray(...range), (b, i) => [
            b,
            turned.values[range[0] + i]
          ])
          expect(found).toEqual(holders)
        }
      })
    )
  })
})
