import { describe, expect, it } from 'vitest'
import { settle, type Steps } from './settle.ts'

/**
 * A method on one number whose every step multiplies it by `factor`, so that it closes in on 0. `moved` and
 * `objective` tell the length and the worth of the step with that number (from 1) at that point; `asked` are
 * the points from which steps were taken.
 */
function course(
  factor: number,
  {
    moved = (_, at) => Math.abs(at - factor * at),
    objective = (_, at) => -Math.abs(at)
  }: {
    moved?: (step: number, at: number) => number
    objective?: (step: number, at: number) => number
  } = {}
) {
  const asked: number[] = []
  const mended: (readonly [number, number])[] = []
  const method: Steps = {
    step(from, to) {
      const at = from[0]!
      asked.push(at)
      to[0] = factor * at
      return { objective: objective(asked.length, at), moved: moved(asked.length, at) }
    },
    mend(parameters, latest) {
      mended.push([parameters[0]!, latest[0]!])
    }
  }
  return { asked, mended, method }
}

const settings = { mostSteps: 100, tolerance: 1e-9 }
const from = (...numbers: number[]) => Float64Array.from(numbers)
/** The first points of a course without leaps. */
const plainPoints = (start: number, factor: number, steps: number) =>
  Array.from({ length: steps }, (_, k) => start * factor ** k)

describe('settle', () => {
  it('takes eight plain steps, then leaps to where a course shrinks by the same factor', () => {
    const { asked, mended, method } = course(0.75)
    const start = from(65_536)
    const settled = settle(start, method, settings)
    // Whole numbers and quarters are exact: the ratio of pace to bend is 4, and 4 steps of scheme S3 end at 0.
    expect(asked).toEqual([...plainPoints(65_536, 0.75, 8), 0, 0, 0])
    expect(mended).toEqual([[0, 65_536 * 0.75 ** 8]])
    expect(settled).toMatchObject({ steps: 11, converged: true })
    expect(settled.parameters).toEqual(from(0))
    expect(settled.objective + 0).toBe(0)
    expect(start).toEqual(from(65_536))
  })

  it('goes on from where a leap was mended to', () => {
    const { asked, method } = course(0.75)
    settle(
      from(1),
      { ...method, mend: (parameters, latest) => parameters.set(latest) },
      { ...settings, mostSteps: 9 + 1 }
    )
    expect(asked.at(-2)).toBe(0.75 ** 8)
    expect(asked.at(-1)).toBe(0.75 ** 9)
  })

  it('measures pace and bend over all parameters', () => {
    const leapFrom = (start: Float64Array, factors: readonly number[]) => {
      const asked: number[][] = []
      const method: Steps = {
        step(at, to) {
          asked.push([...at])
          to.set(at.map((own, place) => own * factors[place]!))
          return { objective: 0, moved: 1 / asked.length }
        },
        mend() {}
      }
      settle(start, method, { ...settings, mostSteps: 10 })
      return asked[8]
    }
    expect(leapFrom(from(3, 4), [0.5, 0.5])).toEqual([0, 0])
    expect(leapFrom(from(8, 5), [0.5, 1])).toEqual([0, 5])
    // Paces of −½ and −¼ at bends of ¼ and 1∕16: the leap is √(5∕16 ∕ (17∕256)) = √(80∕17) steps long.
    const length = Math.sqrt(80 / 17)
    const [one, other] = leapFrom(from(2 ** 6, (4 / 3) ** 6), [0.5, 0.75])!
    expect(one).toBeCloseTo((1 - length / 2) ** 2, 9)
    expect(other).toBeCloseTo((1 - length / 4) ** 2, 9)
  })

  it('leaps four steps at first and twice as far with every pair of steps that helps, at most 64', () => {
    // Every step takes 1 % away, so the ratio is 100; the reach is 64 by the eighth step.
    const { asked, method } = course(0.99)
    settle(from(1), method, settings)
    expect(asked.slice(0, 8)).toEqual(expect.arrayContaining([1, 0.99]))
    expect(asked[8]).toBeCloseTo(0.99 ** 6 * (1 - 64 * 0.01) ** 2, 12)
    // Then two plain steps, and the next leap reaches no further.
    expect(asked[11]).toBeCloseTo(asked[9]! * (1 - 64 * 0.01) ** 2, 12)
  })

  it('falls back to plain steps where steps do not get shorter, and leaps anew when they do', () => {
    const { asked, method } = course(0.99, { moved: step => (step < 20 ? 1 : 0.5) })
    settle(from(1), method, { ...settings, mostSteps: 22 })
    for (const [k, at] of asked.slice(0, 20).entries()) expect(at).toBeCloseTo(0.99 ** k, 12)
    // The reach had come down to one step, and no further: the first help makes it two.
    expect(asked[20]).toBeCloseTo(0.99 ** 18 * (1 - 2 * 0.01) ** 2, 12)
  })

  it('does not leap along a straight course, nor where nothing moves', () => {
    const straight = course(1, { moved: step => 1 / step })
    settle(from(5), straight.method, { ...settings, mostSteps: 14 })
    expect(straight.asked).toEqual(Array.from({ length: 14 }, () => 5))
    expect(straight.mended).toEqual([])
    const even: Steps = {
      ...straight.method,
      step: (at, to) => ({ objective: 0, moved: 1 / (to[0] = at[0]! + 1) })
    }
    const settled = settle(from(1), even, { ...settings, mostSteps: 14 })
    expect(settled.parameters).toEqual(from(15))
    expect(straight.mended).toEqual([])
  })

  it.each([
    ['worth less', -1, true],
    ['no number', Number.NaN, true],
    ['worth as much', 0, false],
    ['worth more', 1, false]
  ])('where a leap is %s than the point before it, goes back to that: %#', (_, worth, back) => {
    const { asked, method } = course(0.75, { objective: step => (step === 9 ? worth : 0) })
    settle(
      from(65_536),
      { ...method, mend: parameters => parameters.fill(16) },
      { ...settings, mostSteps: 11 }
    )
    expect(asked[8]).toBe(16)
    expect(asked[9]).toBe(back ? 65_536 * 0.75 ** 8 : 12)
  })

  it('takes a leap for no worse within 10⁻¹⁰ of what it is worth', () => {
    for (const [worth, back] of [
      [100 - 0.9e-8, false],
      [100 - 1.1e-8, true]
    ] as const) {
      const { asked, method } = course(0.75, { objective: step => (step === 9 ? worth : 100) })
      settle(
        from(65_536),
        { ...method, mend: parameters => parameters.fill(16) },
        { ...settings, mostSteps: 11 }
      )
      expect(asked[9]).toBe(back ? 65_536 * 0.75 ** 8 : 12)
    }
  })

  it('settles when a step and all that follow, each shorter by the same factor, come to the tolerance', () => {
    const stepsOf = (early: number, late: number, tolerance: number) => {
      const { method } = course(0.99, { moved: step => (step === 1 ? early : late) })
      return settle(from(1), method, { mostSteps: 2, tolerance }).converged
    }
    // ½ then ¼: still to go ⅛ + 1∕16 + … = ¼.
    expect(stepsOf(0.5, 0.25, 0.25)).toBe(true)
    expect(stepsOf(0.5, 0.25, 0.249)).toBe(false)
    // 1 then ¾: 9∕16 + 27∕64 + … = 9∕4.
    expect(stepsOf(1, 0.75, 2.25)).toBe(true)
    expect(stepsOf(1, 0.75, 2.249)).toBe(false)
    // However fast it shrinks, the last step counts.
    expect(stepsOf(1, 0.125, 0.125)).toBe(true)
    expect(stepsOf(1, 0.125, 0.124)).toBe(false)
    // Steps that do not shrink never end, unless they are as small as rounding.
    expect(stepsOf(0.25, 0.25, 1000)).toBe(false)
    expect(stepsOf(0.25, 0.5, 1000)).toBe(false)
    expect(stepsOf(0, 4e-11, 1e-12)).toBe(true)
    expect(stepsOf(0, 4.1e-11, 1e-12)).toBe(false)
  })

  it('ends at the most steps, after one of a pair or two, and never leaps as its last step', () => {
    for (const mostSteps of [1, 2, 9]) {
      const { asked, method } = course(0.75)
      const settled = settle(from(65_536), method, { mostSteps, tolerance: 1e-9 })
      expect(asked).toEqual(plainPoints(65_536, 0.75, mostSteps))
      expect(settled).toEqual({
        parameters: from(65_536 * 0.75 ** mostSteps),
        steps: mostSteps,
        converged: false,
        objective: -65_536 * 0.75 ** (mostSteps - 1)
      })
    }
    const { asked, method } = course(0.75)
    settle(from(65_536), method, { mostSteps: 10, tolerance: 1e-9 })
    expect(asked).toEqual([...plainPoints(65_536, 0.75, 8), 0, 0])
  })

  it('tells how far it is, leaps included, and stops when told', () => {
    const seen: unknown[] = []
    settle(from(65_536), course(0.75).method, { ...settings, onProgress: progress => seen.push(progress) })
    expect(seen).toEqual(Array.from({ length: 11 }, (_, step) => ({ done: step + 1, of: 100 })))
    const signal = AbortSignal.abort(new Error('enough'))
    expect(() => settle(from(1), course(0.75).method, { ...settings, signal })).toThrow('enough')
  })
})
