export {
  type BudgetBallot,
  type BudgetElection,
  type BudgetLimit,
  type BudgetProfile,
  budgetProfile,
  type Project
} from './budget-profile.ts'
export type { Comparison } from './compare-with-greedy.ts'
export {
  equalShares,
  type EqualSharesExplanation,
  type EqualSharesSettings,
  type SharesProject,
  type SharesPurchase
} from './equal-shares.ts'
export { greedy, type GreedySettings, type GreedyStep } from './greedy.ts'
export type {
  BudgetResult,
  BudgetTieSettings,
  Funded,
  FundedBranch,
  FundingOutcome,
  TiedFunding
} from './open-ties.ts'
export * from './pabulib.ts'
export * from './points-by-rank.ts'
export * from './knapsack.ts'
export * from './phragmen-budget.ts'
export * from './voter-account.ts'
