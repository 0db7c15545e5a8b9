export type { Outcome, Tie, TooFew, Winner } from './ties.ts'
export { type Random, seededRandom } from './random.ts'
export * from './rankings/index.ts'
