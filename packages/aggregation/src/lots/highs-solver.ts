import type { LinearProgramme, LinearSolution, LinearSolver } from './linear-solver.ts'

/** The part of the npm package `highs` (1.15 and later), once loaded, that is used here. */
export interface Highs {
  createModel(data: HighsData): HighsModel
}

interface HighsData {
  readonly numCols: number
  readonly numRows: number
  readonly colCost: Float64Array
  readonly colLower: Float64Array
  readonly colUpper: Float64Array
  readonly rowLower: Float64Array
  readonly rowUpper: Float64Array
  readonly matrix: {
    readonly format: 'csr'
    readonly numRows: number
    readonly numCols: number
    readonly starts: Int32Array
    readonly indices: Int32Array
    readonly values: Float64Array
  }
  readonly integrality?: Int32Array
}

interface HighsModel {
  readonly options: { set(options: Record<string, boolean | number | string>): unknown }
  run(): unknown
  getModelStatus(): number
  getSolution(): { readonly colValue: Float64Array }
  dispose(): void
}

/** Status codes of HiGHS. */
const OPTIMAL = 7
const INFEASIBLE = 8

/**
 * Linear programmes solved by HiGHS: which solver is fast enough for sortition from hundreds of people?
 *
 * Load it with `await loadHighs()`, the default export of the npm package `highs`, which is an optional peer
 * dependency and not part of this library. Its numbers are good to about 10⁻⁷. Prefer `plainSolver` for small
 * pools, where nothing else should be loaded.
 *
 * Throws what HiGHS throws for programmes that are none.
 *
 * Source: Q. Huangfu, J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical
 * Programming Computation 10 (2018), 119–142.
 *
 * @example
 * typeof highsSolver({ createModel() { throw new Error('not loaded') } }).solve // → 'function'
 */
export function highsSolver(highs: Highs): LinearSolver {
  return {
    name: 'highs',
    solve(programme) {
      const model = highs.createModel(dataOf(programme))
      try {
        // Ended by its own limits alone and with a fixed seed, so the same programme gives the same solution.
        model.options.set({
          output_flag: false,
          random_seed: 1,
          mip_rel_gap: 0,
          mip_abs_gap: 0
        })
        model.run()
        return solutionOf(model)
      } finally {
        model.dispose()
      }
    }
  }
}

function solutionOf(model: HighsModel): LinearSolution {
  const status = model.getModelStatus()
  if (status === OPTIMAL) return { kind: 'solved', values: Float64Array.from(model.getSolution().colValue) }
  if (status === INFEASIBLE) return { kind: 'infeasible' }
  return { kind: 'unsolved', reason: `HiGHS ended with status ${status}` }
}

function dataOf({ costs, lower, upper, whole, rows }: LinearProgramme): HighsData {
  const starts = new Int32Array(rows.length + 1)
  rows.forEach(({ places }, r) => (starts[r + 1] = starts[r]! + places.length))
  return {
    numCols: costs.length,
    numRows: rows.length,
    colCost: Float64Array.from(costs),
    colLower: Float64Array.from(lower),
    colUpper: Float64Array.from(upper),
    rowLower: Float64Array.from(rows, ({ least }) => least),
    rowUpper: Float64Array.from(rows, ({ most }) => most),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: costs.length,
      starts,
      indices: Int32Array.from(rows.flatMap(({ places }) => places)),
      values: Float64Array.from(rows.flatMap(({ values }) => values))
    },
    ...(whole ? { integrality: new Int32Array(costs.length).fill(1) } : {})
  }
}
