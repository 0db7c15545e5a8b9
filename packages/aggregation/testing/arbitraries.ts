import fc from 'fast-check'
import type { ApprovalBallot, BudgetBallot, BudgetElection, RankedBallot, ScoreBallot } from '../src/index.ts'

/** Options with ballots of one form, as the readers of profiles take them. */
export interface Election<Ballot> {
  readonly options: readonly string[]
  readonly ballots: readonly Ballot[]
}

interface Sizes {
  readonly options?: { readonly min: number; readonly max: number }
  readonly ballots?: { readonly min: number; readonly max: number }
}

const OPTIONS = { min: 1, max: 5 }
const BALLOTS = { min: 1, max: 9 }
const count = fc.integer({ min: 1, max: 4 })

/** Ranked ballots without shared levels; `'full'` ones rank all options. */
export function strictElections(
  kind: 'full' | 'truncated',
  sizes: Sizes = {}
): fc.Arbitrary<Election<RankedBallot>> {
  return elections(sizes, options => {
    const minLength = kind === 'full' ? options.length : 0
    return fc.record({ ranking: fc.shuffledSubarray([...options], { minLength }), count })
  })
}

/** Ranked ballots with shared levels and options left out. */
export function rankedElections(sizes: Sizes = {}): fc.Arbitrary<Election<RankedBallot>> {
  return elections(sizes, options => {
    const levels = fc.array(fc.integer({ min: 0, max: options.length }), {
      minLength: options.length,
      maxLength: options.length
    })
    return fc.record({ ranking: levels.map(levels => atLevels(options, levels)), count })
  })
}

/** Approval ballots. */
export function approvalElections(sizes: Sizes = {}): fc.Arbitrary<Election<ApprovalBallot>> {
  return elections(sizes, options => fc.record({ approved: fc.subarray([...options]), count }))
}

/** Score ballots on the scale 0 … 5. */
export function scoreElections(sizes: Sizes = {}): fc.Arbitrary<Election<ScoreBallot>> {
  return elections(sizes, options =>
    fc.record({
      scores: fc.dictionary(fc.constantFrom(...options), fc.integer({ min: 0, max: 5 })),
      count
    })
  )
}

/** Budgets of few projects with small costs, so that prices meet often; ballots of approvals or of points. */
export function budgetElections(form: 'approvals' | 'points'): fc.Arbitrary<BudgetElection> {
  return fc.integer({ min: 1, max: 5 }).chain(size => {
    const ids = Array.from({ length: size }, (_, i) => String.fromCharCode(97 + i))
    const projects = fc.tuple(...ids.map(id => fc.integer({ min: 1, max: 12 }).map(cost => ({ id, cost }))))
    const ballot: fc.Arbitrary<BudgetBallot> =
      form === 'approvals'
        ? fc.record({ approved: fc.subarray(ids), count })
        : fc.record({ points: fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: 0, max: 3 })), count })
    const ballots = fc.array(ballot, { minLength: 1, maxLength: 6 })
    return fc.record({ budget: fc.integer({ min: 0, max: 40 }), projects, ballots })
  })
}

/** The same election with its options renamed and all its lists in another order. */
export function disguised<Ballot extends { readonly count?: number }>(
  { options, ballots }: Election<Ballot>,
  rename: (ballot: Ballot, nameOf: (id: string) => string) => Ballot
): fc.Arbitrary<{ election: Election<Ballot>; nameOf: (id: string) => string }> {
  return fc
    .record({
      names: fc.shuffledSubarray(
        options.map((_, i) => `new ${i}`),
        { minLength: options.length }
      ),
      order: fc.shuffledSubarray([...options], { minLength: options.length }),
      ballots: fc.shuffledSubarray([...ballots], { minLength: ballots.length })
    })
    .map(({ names, order, ballots }) => {
      const nameOf = (id: string) => names[options.indexOf(id)]!
      const election = { options: order.map(nameOf), ballots: ballots.map(ballot => rename(ballot, nameOf)) }
      return { election, nameOf }
    })
}

/** A ranked ballot with other names. */
export function renamedRanking(ballot: RankedBallot, nameOf: (id: string) => string): RankedBallot {
  return {
    ...ballot,
    ranking: ballot.ranking.map(level =>
      typeof level === 'string' ? nameOf(level) : level.map(nameOf).reverse()
    )
  }
}

function elections<Ballot>(
  { options = OPTIONS, ballots = BALLOTS }: Sizes,
  ballot: (options: readonly string[]) => fc.Arbitrary<Ballot>
): fc.Arbitrary<Election<Ballot>> {
  return fc.integer(options).chain(size => {
    const names = Array.from({ length: size }, (_, i) => String.fromCharCode(97 + i))
    const list = fc.array(ballot(names), { minLength: ballots.min, maxLength: ballots.max })
    return list.map(ballots => ({ options: names, ballots }))
  })
}

/** Options grouped by level, the last level left out. */
function atLevels(options: readonly string[], levels: readonly number[]): string[][] {
  return Array.from({ length: options.length }, (_, level) =>
    options.filter((_, i) => levels[i] === level)
  ).filter(ids => ids.length > 0)
}
