import { fail } from '../checks.ts'
import { greatestCommonDivisor } from '../greatest-common-divisor.ts'
import { allowance } from './allowance.ts'
import type { BudgetProfile } from './budget-profile.ts'
import {
  type BudgetResult,
  budgetResult,
  type BudgetTieSettings,
  type Decide,
  type Decided
} from './open-ties.ts'

/** What happens at a project that does not fit. */
export interface PhragmenBudgetSettings extends BudgetTieSettings {
  /** `'stop'` there (default), or `'skip'` it. */
  readonly unaffordable?: 'stop' | 'skip'
}

/**
 * A project to which the rule came: when its supporters had its cost together (in money earned by each), and
 * what became of it.
 */
export interface PhragmenStep {
  readonly id: string
  readonly cost: number
  readonly moment: number
  readonly decision: 'funded' | 'too-costly' | 'over-limit'
  /** Names of the limits that stood in the way. */
  readonly limits: readonly string[]
}

/**
 * Phragmén's rule for budgets: which projects are bought when all voters earn money at one pace and a project
 * is bought as soon as its supporters have its cost together, which leaves them with nothing?
 *
 * Proportional like `equalShares`, and it spends on until the budget ends; it has no plain account of who
 * decided over how much. Prefer `equalShares` where voters should see their part.
 *
 * Moments are compared exactly, as fractions. Ties: each choice is followed (64 ways at most), or a declared
 * order decides. Gaps: a project that nobody supports is never bought. Cost: purchases × support.
 *
 * Throws `RangeError` for ballots with points, and a setting it does not know.
 *
 * Source: E. Phragmén (1894); for costs: M. Los, Z. Christoff, D. Grossi, "Proportional budget allocations:
 * towards a systematization", IJCAI 2022.
 *
 * @example
 * phragmenBudget(budgetProfile({
 *   budget: 10,
 *   projects: [{ id: 'park', cost: 6 }, { id: 'pool', cost: 6 }, { id: 'tram', cost: 4 }],
 *   ballots: [{ approved: ['park', 'pool'], count: 4 }, { approved: ['pool', 'tram'], count: 2 }]
 * })).branches[0].explanation.map(({ id, moment }) => [id, moment])
 * // → [['pool', 1], ['park', 2.5]]
 */
export function phragmenBudget(
  profile: BudgetProfile,
  settings: PhragmenBudgetSettings = {}
): BudgetResult<readonly PhragmenStep[]> {
  const rule = 'phragmenBudget'
  const { unaffordable = 'stop' } = settings
  if (unaffordable !== 'stop' && unaffordable !== 'skip') fail(rule, `unaffordable must be 'stop' or 'skip'`)
  if (profile.form === 'points') fail(rule, 'ballots must be approvals')
  return budgetResult(rule, profile, settings, decide => run(profile, unaffordable, decide))
}

/** A moment as an exact fraction: `earned ∕ (people × the common unit)`. */
interface Offer {
  readonly project: number
  readonly earned: bigint
  readonly people: bigint
}

function run(profile: BudgetProfile, unaffordable: 'stop' | 'skip', decide: Decide): Decided<PhragmenStep[]> {
  const { projects, costs, groups, supporters, support } = profile
  const account = allowance(profile)
  const funded: number[] = []
  const steps: PhragmenStep[] = []
  const open = new Set([...projects.keys()].filter(project => support[project]! > 0))
  // A group last had nothing at the moment resets[resetOf[group]] ∕ unit.
  let unit = 1n
  let resets: bigint[] = [0n]
  const resetOf = new Uint32Array(groups.counts.length)

  const offerOf = (project: number): Offer => {
    const peopleAt = new Float64Array(resets.length)
    for (let at = supporters.starts[project]!; at < supporters.starts[project + 1]!; at++) {
      peopleAt[resetOf[supporters.ballots[at]!]!]! += groups.counts[supporters.ballots[at]!]!
    }
    let earned = BigInt(costs[project]!) * unit
    peopleAt.forEach((people, reset) => (earned += BigInt(people) * resets[reset]!))
    return { project, earned, people: BigInt(support[project]!) }
  }
  const fund = ({ project, earned, people }: Offer) => {
    const common = greatestCommonDivisor(people, earned)
    const factor = people / common
    unit *= factor
    resets = [...resets.map(reset => reset * factor), earned / common]
    for (let at = supporters.starts[project]!; at < supporters.starts[project + 1]!; at++) {
      resetOf[supporters.ballots[at]!] = resets.length - 1
    }
    account.fund(project)
    funded.push(project)
  }
  while (open.size > 0) {
    const offers = [...open].map(offerOf).sort((a, b) => compare(a, b) || a.project - b.project)
    const tied = offers.filter(offer => compare(offer, offers[0]!) === 0)
    const chosen =
      tied.length > 1 ? projects.indexOf(decide(tied.map(({ project }) => projects[project]!))) : -1
    const offer = tied.find(({ project }) => project === chosen) ?? tied[0]!
    const { project } = offer
    const limits = account.broken(project)
    const isTooCostly = costs[project]! > account.left
    const decision = isTooCostly ? 'too-costly' : limits.length > 0 ? 'over-limit' : 'funded'
    const moment = Number((offer.earned * 10n ** 15n) / (offer.people * unit)) / 1e15
    steps.push({ id: projects[project]!, cost: costs[project]!, moment, decision, limits })
    open.delete(project)
    if (decision === 'funded') fund(offer)
    else if (unaffordable === 'stop') break
  }
  return { funded, explanation: steps }
}

function compare(a: Offer, b: Offer): number {
  const difference = a.earned * b.people - b.earned * a.people
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
