export { alignMap, type AlignedMap, type MapStability } from './align-map.ts'
export * from './bridging-factors.ts'
export * from './consensus-statements.ts'
export * from './draw-statement.ts'
export * from './group-informed-consensus.ts'
export * from './group-statistics.ts'
export * from './group-sureness.ts'
export type { GroupSettings, OpinionGroup, OpinionGroups, TriedGroups } from './opinion-groups.ts'
export * from './opinion-map.ts'
export {
  type CastOpinion,
  type ModerationSettings,
  type OpinionColumns,
  type OpinionProfile,
  opinionProfile,
  opinionProfileOfColumns,
  type OpinionVote,
  VOTES
} from './opinion-profile.ts'
export { type MapPoint, type PlacedStatement, placeStatements, placeVoter } from './place-voters.ts'
export * from './principal-axes.ts'
export * from './rating-profile.ts'
export {
  type RepresentativeStatement,
  type RepresentativeStatements,
  representativeStatements
} from './representative-statements.ts'
export * from './smooth-group-count.ts'
export * from './statement-priorities.ts'
export { type OpinionChange, updateOpinions } from './update-opinions.ts'
