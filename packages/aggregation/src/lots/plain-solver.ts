import type { LinearProgramme, LinearSolution, LinearSolver } from './linear-solver.ts'
import { simplex } from './simplex.ts'

/** Programmes without whole numbers that are solved for one with them, at most. */
const MOST_NODES = 5000

/**
 * Linear programmes solved by this library alone, nothing loaded: right for pools of some tens of people, and
 * the measure of other solvers. It gives up, saying so, where the search grows beyond its bound: then use
 * `highsSolver`.
 *
 * Source: A. H. Land, A. G. Doig, "An automatic method of solving discrete programming problems",
 * Econometrica 28 (1960), 497–520, on the simplex method.
 */
export const plainSolver: LinearSolver = {
  name: 'plain',
  solve: programme => (programme.whole ? branchAndBound(programme) : simplex(programme))
}

function branchAndBound(programme: LinearProgramme): LinearSolution {
  let best: Float64Array | null = null
  let least = Infinity
  const waiting = [{ lower: programme.lower, upper: programme.upper }]
  for (let nodes = 0; waiting.length > 0; nodes++) {
    if (nodes >= MOST_NODES)
      return { kind: 'unsolved', reason: `more than ${MOST_NODES} programmes for whole numbers` }
    const limits = waiting.pop()!
    const relaxed = simplex({ ...programme, ...limits, whole: false })
    if (relaxed.kind === 'infeasible') continue
    if (relaxed.kind === 'unsolved') return relaxed
    const value = relaxed.values.reduce((sum, own, v) => sum + own * programme.costs[v]!, 0)
    if (value >= least - 1e-9) continue
    const split = mostFractional(relaxed.values)
    if (split < 0) {
      best = relaxed.values.map(Math.round)
      least = value
      continue
    }
    const at = relaxed.values[split]!
    const below = { ...limits, upper: limits.upper.with(split, Math.floor(at)) }
    const above = { ...limits, lower: limits.lower.with(split, Math.ceil(at)) }
    // The nearer side is searched first: it is taken from the end.
    waiting.push(...(at - Math.floor(at) > 0.5 ? [below, above] : [above, below]))
  }
  return best ? { kind: 'solved', values: best } : { kind: 'infeasible' }
}

function mostFractional(values: Float64Array): number {
  let split = -1
  let most = 1e-6
  values.forEach((own, v) => {
    const off = Math.abs(own - Math.round(own))
    if (off > most) {
      most = off
      split = v
    }
  })
  return split
}
