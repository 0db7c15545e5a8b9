export {
  type BradleyTerry,
  bradleyTerry,
  type BradleyTerrySettings,
  type NoFiniteRatings,
  type RatedItem
} from './bradley-terry.ts'
export {
  addComparisons,
  type PairComparison,
  type ComparisonProfile,
  comparisonProfile
} from './comparison-profile.ts'
export * from './crowd-bradley-terry.ts'
export * from './glicko.ts'
export * from './next-pairs.ts'
