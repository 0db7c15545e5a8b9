import { checkFinite, fail } from '../checks.ts'
import { allowance } from './allowance.ts'
import type { BudgetProfile } from './budget-profile.ts'
import {
  type BudgetResult,
  budgetResult,
  type BudgetTieSettings,
  type Decide,
  type Decided
} from './open-ties.ts'

/** The city's variant of the greedy rule. */
export interface GreedySettings extends BudgetTieSettings {
  /**
   * In what order projects are taken: by `'support'` (votes or points) unless given, or by support per unit
   * of cost.
   */
  readonly by?: 'support' | 'support-per-cost'
  /** What happens at a project that does not fit: `'skip'` it unless given, or `'stop'` there. */
  readonly unaffordable?: 'skip' | 'stop'
  /** Support below which a project is not funded; none unless given. */
  readonly leastSupport?: number
}

/** What became of a project, in the order in which the rule came to it. */
export interface GreedyStep {
  readonly id: string
  readonly cost: number
  readonly support: number
  readonly decision: 'funded' | 'too-costly' | 'over-limit' | 'below-least-support' | 'after-stop'
  /** The budget left when the rule came to the project. */
  readonly leftBefore: number
  /** Names of the limits that stood in the way. */
  readonly limits: readonly string[]
}

/**
 * Greedy rule: which projects are funded when they are taken by support as long as the money lasts?
 *
 * The usual rule of cities, easy to follow; the largest group of voters can take all the money. Prefer
 * `equalShares` where every group should decide over its part. Variants: skip what does not fit or stop
 * there, a least support, projects that exclude each other and limits of categories and districts (in the
 * profile).
 *
 * Ties: equally supported projects that fit together need no decision; for others each choice is followed, or
 * a declared order decides. Gaps: a project that nobody supports comes last and is funded when it fits,
 * unless `leastSupport` says otherwise. Cost: m log m for m projects, times the ways through the ties (64 at
 * most).
 *
 * Throws `RangeError` for settings it does not know.
 *
 * Source: N. Talmon, P. Faliszewski, "A framework for approval-based budgeting methods", AAAI 2019; the
 * variants as named in Pabulib (D. Stolicki, S. Szufa, N. Talmon, arXiv 2012.06539).
 *
 * @example
 * greedy(budgetProfile({
 *   budget: 10,
 *   projects: [{ id: 'park', cost: 6 }, { id: 'pool', cost: 5 }, { id: 'tram', cost: 4 }],
 *   ballots: [{ approved: ['park'], count: 3 }, { approved: ['pool'], count: 2 }, { approved: ['tram'] }]
 * })).branches[0].funded
 * // → ['park', 'tram']
 */
export function greedy(
  profile: BudgetProfile,
  settings: GreedySettings = {}
): BudgetResult<readonly GreedyStep[]> {
  const { by = 'support', unaffordable = 'skip', leastSupport = -Infinity } = settings
  if (by !== 'support' && by !== 'support-per-cost')
    fail('greedy', `by must be 'support' or 'support-per-cost'`)
  if (unaffordable !== 'skip' && unaffordable !== 'stop')
    fail('greedy', `unaffordable must be 'skip' or 'stop'`)
  if (leastSupport !== -Infinity) checkFinite('greedy', 'leastSupport', leastSupport)
  const classes = equallySupported(profile, by)
  return budgetResult('greedy', profile, settings, decide =>
    fundInOrder(profile, classes, { unaffordable, leastSupport }, decide)
  )
}

/** Projects of equal standing together, the best first. Standings are compared exactly. */
export function equallySupported(
  { projects, costs, support }: BudgetProfile,
  by: 'support' | 'support-per-cost'
): number[][] {
  const compare = (a: number, b: number): number => {
    if (by === 'support') return support[b]! - support[a]!
    const lead = BigInt(support[b]!) * BigInt(costs[a]!) - BigInt(support[a]!) * BigInt(costs[b]!)
    return lead < 0n ? -1 : lead > 0n ? 1 : 0
  }
  const sorted = [...projects.keys()].sort(compare)
  const classes: number[][] = []
  sorted.forEach((project, i) => {
    if (i > 0 && compare(sorted[i - 1]!, project) === 0) classes.at(-1)!.push(project)
    else classes.push([project])
  })
  return classes
}

/** Takes classes of equal standing one after the other, on top of what is funded `before`. */
export function fundInOrder(
  profile: BudgetProfile,
  classes: readonly (readonly number[])[],
  { unaffordable, leastSupport }: { unaffordable: 'skip' | 'stop'; leastSupport: number },
  decide: Decide,
  before: readonly number[] = []
): Decided<GreedyStep[]> {
  const { projects, costs, support } = profile
  const account = allowance(profile)
  const funded: number[] = []
  for (const project of before) account.fund(project)
  const steps: GreedyStep[] = []
  let isStopped = false
  const note = (project: number, decision: GreedyStep['decision'], limits: string[] = []) => {
    steps.push({
      id: projects[project]!,
      cost: costs[project]!,
      support: support[project]!,
      decision,
      leftBefore: account.left,
      limits
    })
  }
  const take = (project: number) => {
    if (isStopped) return note(project, 'after-stop')
    if (support[project]! < leastSupport) return note(project, 'below-least-support')
    if (!account.fits(project)) {
      const limits = account.broken(project)
      note(project, costs[project]! > account.left ? 'too-costly' : 'over-limit', limits)
      isStopped = unaffordable === 'stop'
      return
    }
    note(project, 'funded')
    account.fund(project)
    funded.push(project)
  }
  for (const equals of classes) {
    const waiting = new Set(equals)
    while (waiting.size > 0) {
      const contenders = [...waiting].filter(project => unaffordable === 'stop' || account.fits(project))
      const isSettled =
        isStopped ||
        support[equals[0]!]! < leastSupport ||
        fitTogether(profile, [...before, ...funded], contenders)
      if (isSettled || contenders.length === 1) {
        for (const project of contenders) take(project)
        for (const project of waiting) if (!contenders.includes(project)) take(project)
        break
      }
      const chosen = projects.indexOf(decide(contenders.map(project => projects[project]!)))
      take(chosen)
      waiting.delete(chosen)
    }
  }
  return { funded, explanation: steps }
}

/** Whether all of these fit at once on top of what is funded, so that their order is of no consequence. */
function fitTogether(profile: BudgetProfile, funded: readonly number[], more: readonly number[]): boolean {
  const account = allowance(profile)
  for (const project of funded) account.fund(project)
  return more.every(project => {
    const fits = account.fits(project)
    account.fund(project)
    return fits
  })
}
