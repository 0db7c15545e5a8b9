export * from './bridging-ranking.ts'
export * from './count-ranking.ts'
export * from './decay-weight.ts'
export { type Decay, decayedSum, type TimedValue } from './decayed-sum.ts'
export * from './decayed-ranking.ts'
export * from './decayed-wilson-ranking.ts'
export type { RankedGroup, Ranking, Unranked } from './ranking.ts'
export * from './top-cut.ts'
export * from './wilson-bound.ts'
export {
  type SharedItem,
  type WilsonExplanation,
  wilsonRanking,
  type WilsonSettings
} from './wilson-ranking.ts'
