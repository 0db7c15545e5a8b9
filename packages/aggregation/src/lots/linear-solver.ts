/**
 * A condition: `least` ≤ Σ `values[k]` × variable `places[k]` ≤ `most`; ∓Infinity where there is no limit.
 */
export interface LinearRow {
  readonly places: readonly number[]
  readonly values: readonly number[]
  readonly least: number
  readonly most: number
}

/**
 * Variables between their limits, whole where `whole` is set, that keep all rows and make Σ costs × variable
 * least.
 */
export interface LinearProgramme {
  readonly costs: readonly number[]
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  readonly whole: boolean
  readonly rows: readonly LinearRow[]
}

/** A best solution; or that there is none; or that the solver gave up, and why. */
export type LinearSolution =
  | { readonly kind: 'solved'; readonly values: Float64Array }
  | { readonly kind: 'infeasible' }
  | { readonly kind: 'unsolved'; readonly reason: string }

/**
 * What solves linear programmes for sortition: `plainSolver` for small pools, `highsSolver` for all. The same
 * programme must give the same solution every time.
 */
export interface LinearSolver {
  readonly name: string
  solve(programme: LinearProgramme): LinearSolution
}
