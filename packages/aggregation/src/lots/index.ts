export * from './draw-panel.ts'
export { type Highs, highsSolver } from './highs-solver.ts'
export {
  type GroupChance,
  leximin,
  type LeximinSettings,
  type NoPanel,
  type PanelChance,
  type PanelLottery
} from './leximin.ts'
export type { LinearProgramme, LinearRow, LinearSolution, LinearSolver } from './linear-solver.ts'
export type { Unsolved } from './panel-finder.ts'
export { plainSolver } from './plain-solver.ts'
export type { PoolGroup, PoolMember, Quotas } from './pool.ts'
export * from './relax-quotas.ts'
