import type { LinearProgramme, LinearSolution } from './linear-solver.ts'

/** Exchanges at most, before the method gives up. */
const MOST_PIVOTS = 20_000
/** Below this a number in the table counts as 0. */
const ZERO = 1e-10
/** Exchanges without progress after which places are taken in order, which cannot go round in circles. */
const PATIENCE = 40

/** A condition on shifted variables, which begin at 0: Σ values × variable `kind` right side. */
interface Condition {
  readonly places: readonly number[]
  readonly values: readonly number[]
  readonly kind: -1 | 0 | 1
  readonly right: number
}

/**
 * The simplex method in two phases on a full table, whole numbers not asked for. Right for small programmes,
 * and what others are measured by.
 *
 * Source: G. B. Dantzig, "Linear programming and extensions", 1963, ch. 5; against circles: R. G. Bland,
 * Mathematics of Operations Research 2 (1977), 103–107.
 */
export function simplex(programme: LinearProgramme): LinearSolution {
  const { costs, lower } = programme
  if (programme.upper.some((most, v) => most < lower[v]!)) return { kind: 'infeasible' }
  const conditions = conditionsOf(programme)
  const table = new Table(costs, conditions)
  const found = table.solve()
  if (found !== 'solved') {
    return found === 'infeasible' ? { kind: 'infeasible' } : { kind: 'unsolved', reason: found }
  }
  return { kind: 'solved', values: table.values().map((value, v) => value + lower[v]!) }
}

function conditionsOf({ lower, upper, rows }: LinearProgramme): Condition[] {
  const conditions: Condition[] = []
  const add = (places: readonly number[], values: readonly number[], least: number, most: number) => {
    const shift = places.reduce((sum, v, k) => sum + values[k]! * lower[v]!, 0)
    if (least === most) conditions.push({ places, values, kind: 0, right: least - shift })
    else {
      if (least > -Infinity) conditions.push({ places, values, kind: 1, right: least - shift })
      if (most < Infinity) conditions.push({ places, values, kind: -1, right: most - shift })
    }
  }
  for (const { places, values, least, most } of rows) add(places, values, least, most)
  upper.forEach((most, v) => add([v], [1], -Infinity, most))
  return conditions
}

/**
 * The table: a row for each condition, the last for what is to be made least; the last column is the right
 * side.
 */
class Table {
  readonly #costs: readonly number[]
  readonly #rows: Float64Array[]
  readonly #basis: number[]
  readonly #artificial: number
  readonly #width: number
  #pivots = 0

  constructor(costs: readonly number[], conditions: readonly Condition[]) {
    const n = costs.length
    const slacks = conditions.filter(({ kind }) => kind !== 0).length
    this.#costs = costs
    this.#artificial = n + slacks
    this.#width = n + slacks + conditions.length + 1
    this.#basis = []
    let slack = n
    this.#rows = conditions.map(({ places, values, kind, right }, r) => {
      const row = new Float64Array(this.#width)
      const sign = right < 0 ? -1 : 1
      places.forEach((v, k) => (row[v]! += sign * values[k]!))
      row[this.#width - 1] = sign * right
      const own = kind === 0 ? -1 : slack++
      if (own >= 0) row[own] = -kind * sign
      // A slack that enters positively can begin in the basis; other rows begin with something made up.
      const begins = own >= 0 && row[own] === 1
      if (!begins) row[this.#artificial + r] = 1
      this.#basis.push(begins ? own : this.#artificial + r)
      return row
    })
  }

  solve(): 'solved' | 'infeasible' | string {
    const madeUp = new Float64Array(this.#width).fill(1, this.#artificial, this.#width - 1)
    const first = this.#minimise(madeUp, this.#width - 1)
    if (first !== null) return first
    const left = this.#basis.reduce(
      (sum, v, r) => sum + (v >= this.#artificial ? this.#rows[r]![this.#width - 1]! : 0),
      0
    )
    if (left > 1e-7) return 'infeasible'
    this.#dropArtificial()
    const costs = new Float64Array(this.#width)
    costs.set(this.#costs)
    return this.#minimise(costs, this.#artificial) ?? 'solved'
  }

  values(): Float64Array {
    const values = new Float64Array(this.#costs.length)
    this.#basis.forEach((v, r) => {
      if (v < values.length) values[v] = Math.max(0, this.#rows[r]![this.#width - 1]!)
    })
    return values
  }

  /** Exchanges until no column up to `end` lowers the costs; what stopped it otherwise. */
  #minimise(costs: Float64Array, end: number): string | null {
    const reduced = costs.slice()
    this.#basis.forEach((v, r) => {
      const cost = costs[v]!
      if (cost !== 0) this.#rows[r]!.forEach((value, c) => (reduced[c]! -= cost * value))
    })
    for (let idle = 0; ;) {
      let enter = -1
      for (let c = 0; c < end; c++) {
        if (reduced[c]! >= -1e-9 || (enter >= 0 && reduced[c]! >= reduced[enter]!)) continue
        enter = c
        if (idle > PATIENCE) break
      }
      if (enter < 0) return null
      const leave = this.#leaving(enter)
      if (leave < 0) return 'it has no least value'
      if (++this.#pivots > MOST_PIVOTS) return `more than ${MOST_PIVOTS} exchanges`
      idle = this.#rows[leave]![this.#width - 1]! > ZERO ? 0 : idle + 1
      this.#pivot(leave, enter, reduced)
    }
  }

  /** The row that limits a column first; of several, that of the first variable. */
  #leaving(enter: number): number {
    let leave = -1
    let least = Infinity
    this.#rows.forEach((row, r) => {
      if (row[enter]! <= ZERO) return
      const ratio = row[this.#width - 1]! / row[enter]!
      const nearer = ratio < least - ZERO
      if (nearer || (ratio <= least + ZERO && leave >= 0 && this.#basis[r]! < this.#basis[leave]!)) {
        leave = r
        least = Math.min(least, ratio)
      }
    })
    return leave
  }

  #pivot(leave: number, enter: number, reduced: Float64Array): void {
    const pivotRow = this.#rows[leave]!
    const pivot = pivotRow[enter]!
    for (let c = 0; c < pivotRow.length; c++) pivotRow[c]! /= pivot
    const eliminate = (row: Float64Array) => {
      const factor = row[enter]!
      if (factor === 0) return
      for (let c = 0; c < row.length; c++) row[c]! -= factor * pivotRow[c]!
      row[enter] = 0
    }
    this.#rows.forEach(row => {
      if (row !== pivotRow) eliminate(row)
    })
    eliminate(reduced)
    this.#basis[leave] = enter
  }

  /** Exchanges what is made up, now 0, for something real; rows without any say nothing new and go. */
  #dropArtificial(): void {
    for (let r = this.#rows.length - 1; r >= 0; r--) {
      if (this.#basis[r]! < this.#artificial) continue
      const enter = this.#rows[r]!.subarray(0, this.#artificial).findIndex(value => Math.abs(value) > 1e-7)
      if (enter >= 0) this.#pivot(r, enter, new Float64Array(this.#width))
      else {
        this.#rows.splice(r, 1)
        this.#basis.splice(r, 1)
      }
    }
  }
}
