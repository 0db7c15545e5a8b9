import { report, type Watch } from '../watch.ts'

/** Pairs of steps remembered. */
const MEMORY = 12

/** A smooth function and a rough inverse of its curvature. */
export interface Smooth {
  readonly evaluate: (point: Float64Array, gradient: Float64Array) => number
  readonly precondition: (vector: Float64Array) => Float64Array
}

export interface MinimiseSettings extends Watch {
  /** The search ends when no number would move by more than this. */
  readonly tolerance: number
  readonly mostSteps: number
}

export interface Minimum {
  readonly point: Float64Array
  readonly value: number
  readonly steps: number
  readonly settled: boolean
}

/**
 * Finds a minimum near a start by limited-memory BFGS with a preconditioner and backtracking.
 *
 * Source: J. Nocedal, S. Wright, "Numerical optimization", 2nd ed., 2006, algorithms 7.4 and 3.1.
 */
export function minimise(f: Smooth, start: Float64Array, settings: MinimiseSettings): Minimum {
  let point: Float64Array = start.slice()
  let gradient = new Float64Array(point.length)
  let value = f.evaluate(point, gradient)
  const pairs: { step: Float64Array; change: Float64Array; curvature: number }[] = []
  let steps = 1
  while (true) {
    report(settings, steps, settings.mostSteps)
    const direction = descent()
    const largest = direction.reduce((most, move) => Math.max(most, Math.abs(move)), 0)
    if (largest <= settings.tolerance) return { point, value, steps, settled: true }
    let slope = 0
    for (let i = 0; i < point.length; i++) slope += direction[i]! * gradient[i]!
    const next = new Float64Array(point.length)
    const nextGradient = new Float64Array(point.length)
    let length = 1
    let nextValue = Infinity
    while (steps < settings.mostSteps) {
      for (let i = 0; i < point.length; i++) next[i] = point[i]! + length * direction[i]!
      nextValue = f.evaluate(next, nextGradient)
      steps++
      // The allowance is what rounding takes: near the minimum the value itself no longer tells.
      if (nextValue <= value + 1e-4 * length * slope + 1e-14 * Math.abs(value)) break
      length /= 2
      if (length < 1e-9) break
    }
    if (!(nextValue <= value + 1e-14 * Math.abs(value))) {
      f.evaluate(point, gradient)
      return { point, value, steps, settled: false }
    }
    remember(next, nextGradient)
    point = next
    gradient = nextGradient
    value = nextValue
    if (steps >= settings.mostSteps) return { point, value, steps, settled: false }
  }

  function remember(next: Float64Array, nextGradient: Float64Array): void {
    const step = next.map((value, i) => value - point[i]!)
    const change = nextGradient.map((value, i) => value - gradient[i]!)
    const curvature = dot(step, change)
    if (!(curvature > 1e-16 * Math.sqrt(dot(step, step) * dot(change, change)))) return
    pairs.push({ step, change, curvature })
    if (pairs.length > MEMORY) pairs.shift()
  }

  function descent(): Float64Array {
    const vector = gradient.map(value => -value)
    const shares: number[] = []
    for (const { step, change, curvature } of pairs.toReversed()) {
      const share = dot(step, vector) / curvature
      shares.push(share)
      for (let i = 0; i < vector.length; i++) vector[i]! -= share * change[i]!
    }
    const direction = f.precondition(vector)
    for (const { step, change, curvature } of pairs) {
      const share = shares.pop()! - dot(change, direction) / curvature
      for (let i = 0; i < direction.length; i++) direction[i]! += share * step[i]!
    }
    return direction
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
