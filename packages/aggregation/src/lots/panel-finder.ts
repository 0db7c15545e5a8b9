import type { LinearSolver } from './linear-solver.ts'
import type { GroupedPool } from './pool.ts'

/** How many of each group sit on a panel. */
export type Panel = readonly number[]

/** A solver gave up, so that nothing can be said. */
export interface Unsolved {
  readonly kind: 'unsolved'
  readonly reason: string
}

/** Finds panels that keep the quotas. */
export interface PanelFinder {
  /** The panel whose members' weights (by group) sum to most; `null` when no panel keeps the quotas. */
  heaviest(weights: ArrayLike<number>): Panel | null | Unsolved
}

/** A finder of panels, by integer programming. */
export function panelFinder({ groups, quotas, size }: GroupedPool, solver: LinearSolver): PanelFinder {
  const lower = groups.map(() => 0)
  const upper = groups.map(({ members }) => members.length)
  const rows = [size, ...quotas]
  return {
    heaviest(weights) {
      const costs = Array.from(weights, weight => 0 - weight)
      const solution = solver.solve({ costs, lower, upper, whole: true, rows })
      if (solution.kind === 'infeasible') return null
      return solution.kind === 'unsolved' ? solution : Array.from(solution.values, Math.round)
    }
  }
}

export function isUnsolved(found: Panel | null | Unsolved): found is Unsolved {
  return found !== null && 'kind' in found
}
