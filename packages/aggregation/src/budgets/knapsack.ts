import { checkWhole } from '../checks.ts'
import { declaredOrder, type TieBreak, type TieRule } from '../tie-rule.ts'
import { sortedIds, type TooLarge, tooFew } from '../ties.ts'
import { report, type Watch } from '../watch.ts'
import { allowance } from './allowance.ts'
import type { BudgetProfile } from './budget-profile.ts'
import { type BudgetResult, type FundingOutcome, fundingOutcome } from './open-ties.ts'

/** What happens to ties, and how much work is allowed. */
export interface KnapsackSettings extends Watch {
  /** `'report'` unless given. */
  readonly ties?: TieRule
  /** Best sets to list; 64 unless given. */
  readonly bound?: number
  /** Partial sets to visit at most; 2,000,000 unless given. Beyond, the outcome is `too-large`. */
  readonly most?: number
}

/** The greatest support that a set of projects can have within the budget. */
export interface KnapsackExplanation {
  readonly support: number
}

/** The best sets; `too-large` when the search met its bound. */
export interface KnapsackResult extends Omit<BudgetResult<KnapsackExplanation>, 'outcome'> {
  readonly outcome: FundingOutcome | TooLarge
}

/**
 * Knapsack: which projects have together the most support that the budget can buy?
 *
 * The most votes for the money, which favours cheap projects and lets a majority decide over everything:
 * prefer `equalShares` where groups should be represented, `greedy` where people should be able to follow the
 * count.
 *
 * Ties: every best set is listed (`bound` at most); a declared order takes the set whose first member comes
 * earliest, then the second. Gaps: projects that nobody supports are left out. Cost: grows exponentially at
 * worst; the search gives up at `most`.
 *
 * Throws `RangeError` for bounds that are not whole numbers above 0.
 *
 * Source: P. J. Kolesar, "A branch and bound algorithm for the knapsack problem", Management Science 13
 * (1967), 723–735; as a rule: A. Goel et al., "Knapsack voting for participatory budgeting", ACM TEAC 7(2),
 * 2019.
 *
 * @example
 * knapsack(budgetProfile({
 *   budget: 10,
 *   projects: [{ id: 'park', cost: 9 }, { id: 'pool', cost: 5 }, { id: 'tram', cost: 4 }],
 *   ballots: [{ approved: ['park'], count: 4 }, { approved: ['pool'], count: 3 }, { approved: ['tram'], count: 2 }]
 * })).outcome
 * // → { kind: 'funded', ids: ['pool', 'tram'] }
 */
export function knapsack(profile: BudgetProfile, settings: KnapsackSettings = {}): KnapsackResult {
  const rule = 'knapsack'
  const { ties = 'report', bound = 64, most = 2_000_000 } = settings
  const { projects, costs, budget, voters } = profile
  checkWhole(rule, 'bound', bound, 1)
  checkWhole(rule, 'most', most, 1)
  const preference = declaredOrder(rule, projects, ties)
  const head = { rule, budget, voters }
  if (voters === 0) return { ...head, outcome: tooFew(0, 1), branches: [], complete: true }
  const found = search(profile, bound, most, settings)
  if (found.visited > most) {
    return {
      ...head,
      outcome: { kind: 'too-large', have: found.visited, most },
      branches: [],
      complete: false
    }
  }
  const sets = found.best.map(set => set.map(project => projects[project]!))
  const { chosen, tieBreaks } = preference ? earliestSet(sets, preference) : { chosen: sets, tieBreaks: [] }
  const branches = chosen.map(ids => {
    const spent = ids.reduce((sum, id) => sum + costs[projects.indexOf(id)]!, 0)
    const funded = sortedIds(ids)
    return { ties: tieBreaks, funded, spent, left: budget - spent, explanation: { support: found.support } }
  })
  branches.sort((a, b) => (a.funded.join('\n') < b.funded.join('\n') ? -1 : 1))
  return {
    ...head,
    outcome: fundingOutcome(projects, branches, found.complete),
    branches,
    complete: found.complete
  }
}

/** Visits sets from the densest project down, leaving out what cannot reach the best known support. */
function search(profile: BudgetProfile, bound: number, most: number, watch: Watch) {
  const { costs, support, budget } = profile
  const order = [...costs.keys()]
    .filter(project => support[project]! > 0 && costs[project]! <= budget)
    .sort((a, b) => support[b]! * costs[a]! - support[a]! * costs[b]! || a - b)
  let best: number[][] = []
  let bestSupport = 0
  let visited = 0
  let complete = true
  const set: number[] = []
  /** The support that the rest could add if projects could be split: never less than what it can add. */
  const reachable = (from: number, left: number): number => {
    let sum = 0
    for (let i = from; i < order.length; i++) {
      const project = order[i]!
      if (costs[project]! > left) return sum + (support[project]! * left) / costs[project]!
      sum += support[project]!
      left -= costs[project]!
    }
    return sum
  }
  const visit = (from: number, left: number, sum: number): void => {
    if (++visited > most) return
    if (visited % 10_000 === 0) report(watch, visited, most)
    if (sum > bestSupport) {
      best = []
      bestSupport = sum
      complete = true
    }
    if (from === order.length) {
      if (sum < bestSupport) return
      if (best.length < bound) best.push([...set])
      else complete = false
      return
    }
    // A thousandth makes up for the rounding of the split; supports are whole.
    if (sum + reachable(from, left) + 0.001 < bestSupport) return
    const project = order[from]!
    set.push(project)
    if (costs[project]! <= left && keepsLimits(profile, set))
      visit(from + 1, left - costs[project]!, sum + support[project]!)
    set.pop()
    visit(from + 1, left, sum)
  }
  visit(0, budget, 0)
  return { best, support: bestSupport, visited, complete }
}

function keepsLimits(profile: BudgetProfile, set: readonly number[]): boolean {
  if (profile.limits.length === 0) return true
  const account = allowance(profile)
  return set.every(project => {
    const keeps = account.broken(project).length === 0
    account.fund(project)
    return keeps
  })
}

function earliestSet(sets: readonly string[][], preference: ReadonlyMap<string, number>) {
  const inOrder = (ids: readonly string[]) => [...ids].sort((a, b) => preference.get(a)! - preference.get(b)!)
  let left = sets.map(inOrder)
  const tieBreaks: TieBreak[] = []
  for (let place = 0; left.length > 1; place++) {
    const among = sortedIds(left.flatMap(ids => ids.slice(place, place + 1)))
    const chosen = inOrder(among)[0]!
    if (among.length > 1) tieBreaks.push({ among, chosen })
    left = left.filter(ids => ids[place] === chosen)
  }
  return { chosen: left, tieBreaks }
}
