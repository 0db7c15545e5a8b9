export * from './bursts.ts'
export {
  type CoVotingPair,
  coVotingPairs,
  type CoVotingPairs,
  type CoVotingSettings
} from './co-voting-pairs.ts'
export * from './dense-groups.ts'
export * from './influence-report.ts'
export * from './trust-weights.ts'
