import { checkWhole } from '../checks.ts'
import { compareIds } from '../ties.ts'
import { report, type Watch } from '../watch.ts'
import type { LinearProgramme, LinearSolver } from './linear-solver.ts'
import { isUnsolved, type Panel, type PanelFinder, panelFinder, type Unsolved } from './panel-finder.ts'
import { type GroupedPool, groupPool, type PoolGroup, type PoolMember, type Quotas } from './pool.ts'

/** What solves the programmes, and how much work is allowed. */
export interface LeximinSettings extends Watch {
  readonly solver: LinearSolver
  /** Programmes to solve at most; 20,000 unless given. Beyond, the outcome is `unsolved`. */
  readonly mostSteps?: number
}

/** People with all features in common, and the chance of each of them to sit on the panel. */
export interface GroupChance extends PoolGroup {
  readonly chance: number
}

/** A panel by the number of people from each group, and the chance that it is drawn. */
export interface PanelChance {
  readonly counts: readonly number[]
  readonly chance: number
}

/** The fairest lottery over panels: chances by person and by group, and the panels it draws from. */
export interface PanelLottery {
  readonly kind: 'lottery'
  readonly size: number
  readonly people: readonly { readonly id: string; readonly chance: number }[]
  /** The least chance of anybody who can sit on a panel at all. */
  readonly least: number
  /** People whom the quotas leave no panel: their chance is 0. */
  readonly excluded: readonly string[]
  readonly groups: readonly GroupChance[]
  readonly panels: readonly PanelChance[]
  /** Programmes solved, and by what. */
  readonly steps: number
  readonly solver: string
}

/** No panel keeps the quotas: see `relaxQuotas`. */
export interface NoPanel {
  readonly kind: 'no-panel'
}

/**
 * LEXIMIN sortition: with which chances should people be drawn, so that the panel keeps the quotas and nobody
 * is left with a smaller chance than need be?
 *
 * Of all lotteries over panels it takes the one whose least chance is greatest, then the second least, and so
 * on. A simple draw by quotas can leave people with rare features next to no chance, or some all but certain.
 * Draw from the result with `drawPanel`, by a public seed.
 *
 * Found by column generation: panels are looked for one by one while there is one that improves the least
 * chances. Ties: none arise, for the chances are unique; which panels make them up is not, and depends on the
 * solver. People with the same features have the same chance. Gaps: where no panel keeps the quotas the
 * outcome is `no-panel`; a solver that gives up leaves it `unsolved`. Chances are good to 10⁻⁶. Cost: groups
 * × some tens of linear and integer programmes at worst.
 *
 * Throws `RangeError` for features without a quota, quotas out of order, a panel larger than the pool.
 *
 * Source: B. Flanigan, P. Gölz, A. Gupta, B. Hennig, A. D. Procaccia, "Fair algorithms for selecting
 * citizens' assemblies", Nature 596 (2021), 548–552, supplement § 8.
 *
 * @example
 * leximin(
 *   [
 *     { id: 'ann', features: { age: 'young' } }, { id: 'bob', features: { age: 'old' } },
 *     { id: 'eve', features: { age: 'old' } }
 *   ],
 *   { age: { young: [1, 1], old: [1, 1] } }, 2, { solver: plainSolver }
 * ).people.map(person => person.chance)
 * // → [1, 0.5, 0.5]
 */
export function leximin(
  pool: readonly PoolMember[],
  quotas: Quotas,
  size: number,
  settings: LeximinSettings
): PanelLottery | NoPanel | Unsolved {
  const rule = 'leximin'
  const { solver, mostSteps = 20_000 } = settings
  checkWhole(rule, 'mostSteps', mostSteps, 1)
  const grouped = groupPool(rule, pool, quotas, size)
  let steps = 0
  const counted: LinearSolver = {
    name: solver.name,
    solve(programme) {
      if (steps >= mostSteps) return { kind: 'unsolved', reason: `more than ${mostSteps} programmes` }
      report(settings, ++steps)
      return solver.solve(programme)
    }
  }
  const found = new Search(grouped, counted).run()
  if (found === null) return { kind: 'no-panel' }
  if ('kind' in found) return found
  return lotteryOf(grouped, size, found, steps, solver.name)
}

interface Found {
  readonly panels: readonly PanelChance[]
  readonly excluded: ReadonlySet<number>
}

/** Chances below this count as none, and panels heavier by less as no better. */
const NEGLIGIBLE = 1e-7

/** Chances are rounded to this, for they are known no better. */
function roundChance(chance: number): number {
  return Math.round(Math.min(1, Math.max(0, chance)) * 1e8) / 1e8
}

class Search {
  readonly #sizes: readonly number[]
  readonly #solver: LinearSolver
  readonly #finder: PanelFinder
  readonly #panels: Panel[] = []
  readonly #known = new Set<string>()
  readonly #excluded = new Set<number>()

  constructor(pool: GroupedPool, solver: LinearSolver) {
    this.#sizes = pool.groups.map(({ members }) => members.length)
    this.#solver = solver
    this.#finder = panelFinder(pool, solver)
  }

  run(): Found | Unsolved | null {
    const started = this.#cover()
    if (started !== true) return started
    const chances = this.#sizes.map((_, g) => (this.#excluded.has(g) ? 0 : null))
    // Every round settles one group or more.
    while (chances.includes(null)) {
      const stuck = this.#settleLeast(chances)
      if (stuck) return stuck
    }
    return this.#mix(chances as number[])
  }

  /** Finds panels until every group that can sit on one does; `null` when there are none. */
  #cover(): true | Unsolved | null {
    const weights = this.#sizes.map(() => 1)
    const seats = this.#sizes.map(() => 0)
    const add = (panel: Panel) => {
      this.#add(panel)
      panel.forEach((count, g) => {
        seats[g]! += count
        // Whoever sits weighs less next time, so that panels differ.
        if (count > 0) weights[g]! *= 0.8
      })
    }
    for (let round = 0; round < this.#sizes.length; round++) {
      const panel = this.#finder.heaviest(weights)
      if (panel === null || isUnsolved(panel)) return panel
      const fresh = panel.some((count, g) => count > 0 && seats[g] === 0)
      add(panel)
      if (!fresh) break
    }
    for (let g = 0; g < seats.length; g++) {
      if (seats[g]! > 0) continue
      const panel = this.#finder.heaviest(seats.map((_, other) => Number(other === g)))
      if (panel === null || isUnsolved(panel)) return panel
      if (panel[g] === 0) this.#excluded.add(g)
      else add(panel)
    }
    return true
  }

  #add(panel: Panel): boolean {
    const key = panel.join()
    if (this.#known.has(key)) return false
    this.#known.add(key)
    this.#panels.push(panel)
    return true
  }

  /**
   * Raises the least chance of the groups not settled as far as it goes, and settles those that hold it down.
   * Weights on groups price panels: no panel may weigh more than `cap`, and what is left of it after paying
   * the settled groups their chances is the least chance.
   */
  #settleLeast(chances: (number | null)[]): Unsolved | null {
    for (;;) {
      const solution = this.#solver.solve(this.#pricing(chances))
      if (solution.kind !== 'solved') return unsolved(solution)
      const cap = solution.values.at(-1)!
      const weights = this.#sizes.map((size, g) => Math.max(0, solution.values[g]!) / size)
      const panel = this.#finder.heaviest(weights)
      if (panel === null) return { kind: 'unsolved', reason: 'the solver found no panel where there is one' }
      if (isUnsolved(panel)) return panel
      const weight = panel.reduce((sum, count, g) => sum + count * weights[g]!, 0)
      if (weight > cap + NEGLIGIBLE && this.#add(panel)) continue
      let least = cap
      chances.forEach((chance, g) => (least -= (chance ?? 0) * solution.values[g]!))
      const holding = [...chances.keys()].filter(g => chances[g] === null && solution.values[g]! > NEGLIGIBLE)
      for (const g of holding) chances[g] = Math.max(0, least)
      return holding.length > 0 ? null : { kind: 'unsolved', reason: 'no group holds the least chance down' }
    }
  }

  #pricing(chances: readonly (number | null)[]): LinearProgramme {
    const n = this.#sizes.length
    const open = [...chances.keys()].filter(g => chances[g] === null)
    return {
      // A settled group's chance is lowered by less than counts, so that rounding cannot make it unreachable.
      costs: [...chances.map(chance => (chance === null ? 0 : Math.min(0, NEGLIGIBLE / 10 - chance))), 1],
      lower: new Array<number>(n + 1).fill(0),
      upper: new Array<number>(n + 1).fill(Infinity),
      whole: false,
      rows: [
        { places: open, values: open.map(() => 1), least: 1, most: 1 },
        ...this.#panels.map(panel => {
          const places = [...panel.keys()].filter(g => panel[g]! > 0)
          const values = places.map(g => panel[g]! / this.#sizes[g]!)
          return { places: [...places, n], values: [...values, -1], least: -Infinity, most: 0 }
        })
      ]
    }
  }

  /** Mixes the panels so that everybody has their chance, or as little less as rounding leaves. */
  #mix(chances: readonly number[]): Found | Unsolved {
    const m = this.#panels.length
    const rows = chances.map((chance, g) => {
      const places = [...this.#panels.keys()].filter(p => this.#panels[p]![g]! > 0)
      const values = places.map(p => this.#panels[p]![g]! / this.#sizes[g]!)
      return { places: [...places, m], values: [...values, 1], least: chance, most: Infinity }
    })
    const all = [...this.#panels.keys()]
    const solution = this.#solver.solve({
      costs: [...all.map(() => 0), 1],
      lower: new Array<number>(m + 1).fill(0),
      upper: new Array<number>(m + 1).fill(Infinity),
      whole: false,
      rows: [{ places: all, values: all.map(() => 1), least: 1, most: 1 }, ...rows]
    })
    if (solution.kind !== 'solved') return unsolved(solution)
    const shares = solution.values.slice(0, m).map(share => (share > 1e-9 ? share : 0))
    const total = shares.reduce((sum, share) => sum + share, 0)
    const panels = this.#panels.map((counts, p) => ({ counts, chance: shares[p]! / total }))
    return {
      panels: panels
        .filter(({ chance }) => chance > 0)
        .sort((a, b) => b.chance - a.chance || compareCounts(a.counts, b.counts)),
      excluded: this.#excluded
    }
  }
}

function compareCounts(a: Panel, b: Panel): number {
  const place = a.findIndex((count, g) => count !== b[g])
  return place < 0 ? 0 : b[place]! - a[place]!
}

function unsolved(solution: { kind: 'infeasible' } | Unsolved): Unsolved {
  return solution.kind === 'unsolved'
    ? solution
    : { kind: 'unsolved', reason: 'the solver found a programme infeasible that is not' }
}

function lotteryOf(
  { groups }: GroupedPool,
  size: number,
  { panels, excluded }: Found,
  steps: number,
  solver: string
): PanelLottery {
  const chances = groups.map(({ members }, g) =>
    roundChance(panels.reduce((sum, { counts, chance }) => sum + chance * counts[g]!, 0) / members.length)
  )
  const left = [...excluded].flatMap(g => groups[g]!.members).sort(compareIds)
  return {
    kind: 'lottery',
    size,
    people: groups
      .flatMap(({ members }, g) => members.map(id => ({ id, chance: chances[g]! })))
      .sort((a, b) => compareIds(a.id, b.id)),
    least: Math.min(...chances.filter((_, g) => !excluded.has(g))),
    excluded: left,
    groups: groups.map((group, g) => ({ ...group, chance: chances[g]! })),
    panels: panels.map(({ counts, chance }) => ({ counts, chance: roundChance(chance) })),
    steps,
    solver
  }
}
