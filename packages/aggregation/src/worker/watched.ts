import type { FunctionName, Rule } from './call-in-worker.ts'

/** Whether one of the parameters takes a watch; a record by ids has any key and is none. */
type HasWatch<Arguments extends readonly unknown[]> = Arguments extends readonly [infer First, ...infer Rest]
  ? string extends keyof First
    ? HasWatch<Rest>
    : 'onProgress' extends keyof First
      ? true
      : HasWatch<Rest>
  : false

type Watched = {
  [Name in FunctionName]: HasWatch<Required<Parameters<Rule<Name>>>> extends true ? Name : never
}[FunctionName]

/** Which argument holds the settings with the watch, for every function that takes one. */
export const WATCHED: Readonly<Record<Watched, number>> = {
  bradleyTerry: 1,
  bridgingFactors: 1,
  bursts: 2,
  chamberlinCourant: 2,
  coVotingPairs: 1,
  crowdBradleyTerry: 2,
  dawidSkene: 1,
  denseGroups: 1,
  equalShares: 1,
  glad: 1,
  groupSureness: 2,
  influenceReport: 2,
  knapsack: 1,
  leximin: 3,
  mace: 1,
  manyFacetRasch: 1,
  nearDuplicates: 1,
  nearDuplicatesByHash: 2,
  numberConsensus: 1,
  oneCoin: 1,
  opinionMap: 1,
  placeInThemes: 3,
  principalAxes: 1,
  proportionalApproval: 2,
  rankedPairs: 1,
  textThemes: 1,
  textVectors: 1,
  trustWeights: 2
}
