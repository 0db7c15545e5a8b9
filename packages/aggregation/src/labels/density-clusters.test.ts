import { describe, expect, it } from 'vitest'
import { densityClusters } from './density-clusters.ts'

/** Clusters of marks on a line, each by a worker of its own unless said, near each other up to `reach`. */
function onLine(marks: readonly number[], reach: number, least: number, workers?: readonly string[]) {
  return [
    ...densityClusters(
      workers ?? marks.map((_, i) => `worker ${i}`),
      i =>
        marks
          .map((mark, place) => ({ place, distance: Math.abs(mark - marks[i]!) }))
          .filter(({ place, distance }) => place !== i && distance <= reach),
      least
    )
  ]
}

describe('densityClusters', () => {
  it('joins what is dense in chains, numbers the clusters, and leaves out what is near nothing dense', () => {
    expect(onLine([0, 1, 2, 3, 10, 11, 12, 20], 1, 2)).toEqual([0, 0, 0, 0, 1, 1, 1, -1])
  })

  it('asks for so many different workers near a thing, its own included', () => {
    expect(onLine([0, 1, 2], 2, 3)).toEqual([0, 0, 0])
    expect(onLine([0, 1, 2], 2, 4)).toEqual([-1, -1, -1])
    expect(onLine([0, 1, 2], 2, 3, ['ann', 'bob', 'ann'])).toEqual([-1, -1, -1])
    expect(onLine([0, 1, 2], 2, 2, ['ann', 'ann', 'ann'])).toEqual([-1, -1, -1])
    expect(onLine([0, 1, 2], 2, 1, ['ann', 'ann', 'ann'])).toEqual([0, 0, 0])
  })

  it('gives what is not dense to the cluster of the nearest dense thing', () => {
    const left = [0, 1, 2, 3]
    const right = [8, 9, 10, 11]
    // The one in the middle has two others within reach, the last of the left and the first of the right.
    const [toLeft, toRight] = [
      [0, 0, 0, 0, 0, 1, 1, 1, 1],
      [0, 0, 0, 0, 1, 1, 1, 1, 1]
    ]
    expect(onLine([...left, 5.4, ...right], 3, 4)).toEqual(toLeft)
    expect(onLine([...left, 5.6, ...right], 3, 4)).toEqual(toRight)
    // At the very same distance the first counts.
    expect(onLine([...left, 5.5, ...right], 3, 4)).toEqual(toLeft)
    expect(onLine([...right, 5.5, ...left], 3, 4)).toEqual(toLeft)
  })

  it('does not pass a cluster on through what is not dense', () => {
    // 2.5 is near the dense 1.5 and joins it; 3.6 is near 2.5 alone.
    expect(onLine([0, 0.5, 1, 1.5, 2.5, 3.6], 1.1, 4)).toEqual([0, 0, 0, 0, 0, -1])
  })
})
