import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseClusters } from './base-clusters.ts'
import { kMeans } from './k-means.ts'
import { globalKMeans } from './opinion-groups.ts'
import { partitionsMet } from './partitions-met.ts'
import { silhouette } from './silhouette.ts'

const coordinate = fc.integer({ min: -20, max: 20 })
const place = fc.tuple(coordinate, coordinate)
const weighted = (places: readonly (readonly [number, number])[]) => ({
  points: Float64Array.from(places.flat()),
  weights: new Float64Array(places.length).fill(1)
})

describe('kMeans', () => {
  it('leaves everybody with the nearest centre, and centres in the middle of their people', () => {
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 1, maxLength: 40 }),
        fc.array(place, { minLength: 1, maxLength: 15 }),
        (places, starts) => {
          const { labels, centres, settled, inertia } = kMeans(
            weighted(places),
            Float64Array.from(starts.flat()),
            200
          )
          expect(settled).toBe(true)
          const square = ([x, y]: readonly [number, number], c: number) =>
            (x - centres[2 * c]!) ** 2 + (y - centres[2 * c + 1]!) ** 2
          let sum = 0
          places.forEach((own, i) => {
            const distances = starts.map((_, c) => square(own, c))
            expect(labels[i]).toBe(distances.indexOf(Math.min(...distances)))
            sum += distances[labels[i]!]!
          })
          expect(inertia).toBeCloseTo(sum, 9)
        }
      )
    )
  })

  it('ends alike from any hint at where points are near', () => {
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 1, maxLength: 60 }),
        fc.array(place, { minLength: 9, maxLength: 20 }),
        fc.infiniteStream(fc.nat(8)),
        (places, starts, hints) => {
          const all = weighted(places)
          const nearStarts = Uint32Array.from(places, () => hints.next().value!)
          const from = Float64Array.from(starts.flat())
          expect(kMeans(all, from, 3, { nearStarts })).toEqual(kMeans(all, from, 3))
        }
      )
    )
  })

  it('stops where another run has gone on, unless a group is empty', () => {
    const all = weighted([
      [0, 0],
      [1, 0],
      [9, 0],
      [10, 0]
    ])
    const isMet = partitionsMet(2)
    expect(kMeans(all, Float64Array.of(0, 0, 10, 0), 9, { isMet }).inertia).toBe(1)
    expect(kMeans(all, Float64Array.of(1, 0, 9, 0), 9, { isMet }).inertia).toBe(Infinity)
    const isKnown = partitionsMet(3)
    for (let run = 0; run < 2; run++) {
      expect(kMeans(all, Float64Array.of(0, 0, 10, 0, 5, 90), 9, { isMet: isKnown }).inertia).toBe(1)
    }
  })

  it('says when its steps ran out', () => {
    const all = weighted([
      [0, 0],
      [1, 0],
      [9, 0],
      [10, 0]
    ])
    expect(kMeans(all, Float64Array.of(0, 0, 1, 0), 1).settled).toBe(false)
  })

  it('finds the best partition of few points nearly always, and never one half as good', () => {
    let best = 0
    let all = 0
    fc.assert(
      fc.property(fc.uniqueArray(place, { minLength: 3, maxLength: 8, selector: String }), places => {
        const [two, three] = globalKMeans(weighted(places), 3)
        for (const [k, { inertia }] of [
          [2, two!],
          [3, three!]
        ] as const) {
          const optimum = bestInertia(places, k)
          expect(inertia).toBeLessThanOrEqual(optimum * 2 + 1e-9)
          all++
          if (inertia <= optimum + 1e-9) best++
        }
      })
    )
    expect(best / all).toBeGreaterThan(0.9)
  })
})

describe('silhouette', () => {
  it('counts people at one place like people one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, fc.integer({ min: 1, max: 3 })), { minLength: 2, maxLength: 8 }),
        rows => {
          const joined = {
            points: Float64Array.from(rows.flatMap(([at]) => at)),
            weights: Float64Array.from(rows, ([, people]) => people)
          }
          const apart = weighted(rows.flatMap(([at, people]) => Array.from({ length: people }, () => at)))
          const labels = Uint32Array.from(rows.keys(), i => i % 2)
          const single = Uint32Array.from(
            rows.flatMap(([, people], i) => Array.from({ length: people }, () => i % 2))
          )
          const value = silhouette(joined, labels, 2)
          expect(value).toBeCloseTo(silhouette(apart, single, 2), 12)
          expect(Math.abs(value)).toBeLessThanOrEqual(1)
        }
      )
    )
  })
})

describe('baseClusters', () => {
  it('keeps different places apart while they are few', () => {
    const { points, weights, labels } = baseClusters(Float64Array.of(1, 1, 0, 0, 1, 1), 5)
    expect([[...points], [...weights], [...labels]]).toEqual([
      [0, 0, 1, 1],
      [1, 2],
      [1, 0, 1]
    ])
  })

  it('is the same in every order of the people, keeps everybody, and no more than allowed', () => {
    const many = fc.array(place, { minLength: 12, maxLength: 80 })
    fc.assert(
      fc.property(
        many.chain(places =>
          fc.tuple(fc.constant(places), fc.shuffledSubarray(places, { minLength: places.length }))
        ),
        ([places, shuffled]) => {
          const [one, other] = [places, shuffled].map(list =>
            baseClusters(Float64Array.from(list.flat()), 10)
          )
          expect([...other!.points]).toEqual([...one!.points])
          expect([...other!.weights]).toEqual([...one!.weights])
          expect(one!.weights.length).toBeLessThanOrEqual(10)
          expect(one!.weights.reduce((sum, people) => sum + people, 0)).toBe(places.length)
        }
      )
    )
  })
})

/** The least sum of squares over all partitions into k. */
function bestInertia(places: readonly (readonly [number, number])[], k: number): number {
  let best = Infinity
  const labels = new Array<number>(places.length).fill(0)
  const visit = (i: number): void => {
    if (i < places.length) {
      for (labels[i] = 0; labels[i]! < k; labels[i]!++) visit(i + 1)
      return
    }
    let sum = 0
    for (let c = 0; c < k; c++) {
      const own = places.filter((_, i) => labels[i] === c)
      const [x, y] = [0, 1].map(axis => own.reduce((sum, at) => sum + at[axis]!, 0) / own.length)
      sum += own.reduce((total, at) => total + (at[0] - x!) ** 2 + (at[1] - y!) ** 2, 0)
    }
    best = Math.min(best, sum)
  }
  visit(0)
  return best
}
