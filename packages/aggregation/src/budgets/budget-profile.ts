import { optionIndex, voterCounts } from '../ballots/ranked-profile.ts'
import { checkPositive, checkWhole, fail } from '../checks.ts'
import { type BallotLists, type ItemLists, mergeEqualBallots, turnRound } from '../merge-equal-ballots.ts'

/** A project with its cost, a whole number of the smallest unit of money. */
export interface Project {
  readonly id: string
  readonly cost: number
}

/**
 * The projects a voter approves of, or the points they give; `count` people cast the ballot, 1 unless given.
 */
export type BudgetBallot = (
  { readonly approved: readonly string[] } | { readonly points: Readonly<Record<string, number>> }
) & {
  readonly count?: number
}

/**
 * A limit besides the budget: of these projects, together at most this cost, or at most so many (1: they
 * exclude each other).
 */
export interface BudgetLimit {
  readonly name: string
  readonly projects: readonly string[]
  readonly mostCost?: number
  readonly mostProjects?: number
}

/**
 * What is voted on: the money, the projects, the ballots (all of one form), and limits of categories,
 * districts or places.
 */
export interface BudgetElection {
  readonly budget: number
  readonly projects: readonly Project[]
  readonly ballots: readonly BudgetBallot[]
  readonly limits?: readonly BudgetLimit[]
}

/**
 * A budget election as numbers: projects in code-unit order of their ids stand for their places. Voters with
 * equal ballots are joined in `groups`; `supporters` says for each project which groups give it how much.
 * `support` is the sum of points (of approvals: the number of voters).
 */
export interface BudgetProfile {
  readonly budget: number
  readonly projects: readonly string[]
  readonly costs: Float64Array
  readonly voters: number
  readonly form: 'approvals' | 'points'
  readonly groups: BallotLists
  readonly supporters: ItemLists
  readonly support: Float64Array
  readonly limits: readonly Limit[]
}

/** A limit over project numbers. */
export interface Limit {
  readonly name: string
  readonly projects: ReadonlySet<number>
  readonly mostCost: number
  readonly mostProjects: number
}

/**
 * Reads a budget election: the first step to every rule on budgets.
 *
 * Money is in whole units (cents, grosze), so that all sums are exact. Ballots are all approvals or all
 * points (cumulative votes, or rankings by `pointsByRank`); a choice of one project is an approval of one. A
 * ballot without support counts as a voter. Points of 0 are no support. Cost: the number of approvals.
 *
 * Throws `RangeError` without projects, for a cost that is not a whole number above 0, a budget that is not
 * one of at least 0, unknown projects, points that are not whole numbers of at least 0, mixed forms of
 * ballot, a limit that limits nothing.
 *
 * @example
 * budgetProfile({ budget: 10, projects: [{ id: 'b', cost: 4 }, { id: 'a', cost: 7 }], ballots: [{ approved: ['b'], count: 3 }] }).support
 * // → Float64Array.of(0, 3)
 */
export function budgetProfile({ budget, projects, ballots, limits = [] }: BudgetElection): BudgetProfile {
  const rule = 'budgetProfile'
  checkWhole(rule, 'the budget', budget)
  for (const { id, cost } of projects) checkWhole(rule, `the cost of "${id}"`, cost, 1)
  const index = optionIndex(
    rule,
    projects.map(({ id }) => id)
  )
  const costs = new Float64Array(projects.length)
  for (const { id, cost } of projects) costs[index.get(id)!] = cost
  checkWhole(
    rule,
    'the cost of all projects',
    costs.reduce((sum, cost) => sum + cost, 0)
  )
  const { voters, counts } = voterCounts(rule, ballots)
  const form = formOf(rule, ballots)
  const groups = mergeEqualBallots({ counts, ...listBallots(rule, index, ballots, form) })
  const supporters = turnRound(groups, projects.length)
  const support = new Float64Array(projects.length)
  for (let project = 0; project < projects.length; project++) {
    for (let at = supporters.starts[project]!; at < supporters.starts[project + 1]!; at++) {
      support[project]! += supporters.values[at]! * groups.counts[supporters.ballots[at]!]!
    }
  }
  return {
    budget,
    projects: [...index.keys()],
    costs,
    voters,
    form,
    groups,
    supporters,
    support,
    limits: limits.map(limit => readLimit(rule, index, limit))
  }
}

function formOf(rule: string, ballots: readonly BudgetBallot[]): 'approvals' | 'points' {
  const points = ballots.filter(ballot => 'points' in ballot).length
  if (points > 0 && points < ballots.length) fail(rule, 'ballots must all be approvals or all be points')
  return points > 0 ? 'points' : 'approvals'
}

function listBallots(
  rule: string,
  index: ReadonlyMap<string, number>,
  ballots: readonly BudgetBallot[],
  form: 'approvals' | 'points'
): Omit<BallotLists, 'counts'> {
  const starts = new Uint32Array(ballots.length + 1)
  const items: number[] = []
  const values: number[] = []
  ballots.forEach((ballot, b) => {
    const from = items.length
    const add = (id: string, points: number) => {
      const project = index.get(id)
      if (project === undefined) fail(rule, `ballot ${b} supports "${id}", which is not a project`)
      if (form === 'points') checkWhole(rule, `the points of "${id}" in ballot ${b}`, points)
      if (points === 0) return
      // Ballots are short: each project moves down to its place among those before it.
      let at = items.length
      for (; at > from && items[at - 1]! > project; at--) {
        items[at] = items[at - 1]!
        values[at] = values[at - 1]!
      }
      if (at > from && items[at - 1] === project) fail(rule, `ballot ${b} supports one project twice`)
      items[at] = project
      values[at] = points
    }
    if ('points' in ballot) for (const [id, points] of Object.entries(ballot.points)) add(id, points)
    else for (const id of ballot.approved) add(id, 1)
    starts[b + 1] = items.length
  })
  return {
    starts,
    items: Uint32Array.from(items),
    values: form === 'points' ? Float64Array.from(values) : undefined
  }
}

function readLimit(rule: string, index: ReadonlyMap<string, number>, limit: BudgetLimit): Limit {
  const { name, projects, mostCost = Infinity, mostProjects = Infinity } = limit
  if (mostCost === Infinity && mostProjects === Infinity)
    fail(rule, `the limit "${name}" must name mostCost or mostProjects`)
  if (mostCost !== Infinity) checkWhole(rule, `mostCost of the limit "${name}"`, mostCost)
  if (mostProjects !== Infinity) checkPositive(rule, `mostProjects of the limit "${name}"`, mostProjects)
  const numbers = projects.map(
    id => index.get(id) ?? fail(rule, `the limit "${name}" names "${id}", which is not a project`)
  )
  return { name, projects: new Set(numbers), mostCost, mostProjects }
}
