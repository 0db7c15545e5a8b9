import { checkWhole, fail } from '../checks.ts'
import type { Watch } from '../watch.ts'
import type { BudgetProfile } from './budget-profile.ts'
import { type Comparison, compareWithGreedy } from './compare-with-greedy.ts'
import { complete, type Completed } from './complete-shares.ts'
import { type BudgetResult, budgetResult, type BudgetTieSettings, type Decided } from './open-ties.ts'
import { openMarket } from './scan-supporters.ts'

/** The variant of the rule. Everything here belongs into the rules published before the vote. */
export interface EqualSharesSettings extends BudgetTieSettings, Watch {
  /**
   * What a funded project is worth to a voter: their points times its `'cost'` (default), or the points
   * alone.
   */
  readonly utility?: 'cost' | 'cardinality'
  /**
   * How money is used that the plain rule leaves: not at all; by raising everybody's endowment (`'add1'`); by
   * support (`'utilitarian'`); or first the one, then the other (`'add1-utilitarian'`, default).
   */
  readonly completion?: 'none' | 'add1' | 'utilitarian' | 'add1-utilitarian'
  /** When raising ends: before the cost exceeds the budget (default), or already when nothing more fits. */
  readonly stop?: 'overspend' | 'exhaustive'
  /** By how much an endowment is raised at a time, in the unit of the costs; 1 unless given. */
  readonly step?: number
  /** Raises at most; 100,000 unless given. */
  readonly mostSteps?: number
  /** Whether voters' majority may prefer the outcome of the greedy rule in the end. */
  readonly comparison?: 'none' | 'greedy'
  /**
   * `'certified'` (default) is fast and decides as exact fractions would; `'exact'` computes all in
   * fractions.
   */
  readonly arithmetic?: 'certified' | 'exact'
}

/**
 * Why projects are funded or not: endowments, purchases in their order, every project, near-ties, the
 * comparison.
 */
export interface EqualSharesExplanation {
  readonly endowment: {
    readonly first: number
    readonly last: number
    readonly steps: number
    /** True when the raises met their bound, so that more could have been bought. */
    readonly boundMet: boolean
  }
  readonly purchases: readonly SharesPurchase[]
  readonly projects: readonly SharesProject[]
  readonly nearTies: readonly {
    readonly round: number
    readonly ids: readonly string[]
    readonly gap: number
  }[]
  readonly comparison: Comparison | null
}

/**
 * A project bought by its supporters: `price` per point for those who can pay it; the others pay what they
 * have left.
 */
export interface SharesPurchase {
  readonly id: string
  readonly round: number
  readonly cost: number
  readonly price: number
  readonly payingInFull: number
  readonly payingTheRest: number
}

/**
 * A project at the end: by which step it was funded, or what its supporters (`supporters` people) had left of
 * the money in the last run and how much was missing; `limits` names what stood in the way instead.
 */
export interface SharesProject {
  readonly id: string
  readonly cost: number
  readonly support: number
  readonly supporters: number
  readonly fundedBy: 'shares' | 'utilitarian' | 'greedy' | null
  readonly funds: number
  readonly missing: number
  readonly limits: readonly string[]
}

/**
 * Method of Equal Shares: which projects do groups of voters buy, when everybody gets an equal part of the
 * budget?
 *
 * Every voter has the same money, spent only on projects they support; a project is bought when its
 * supporters can pay for it together, the one with the least price per utility first; who cannot pay the
 * price pays what is left. So every group decides over its part (it is priceable, and gives extended
 * justified representation up to one project). Prefer `greedy` only where the largest group should decide
 * alone, `knapsack` for the greatest sum.
 *
 * Ties: projects of equal price whose voters have nothing in common are bought together; for others each
 * choice is followed (64 ways at most), or a declared order decides; one set of projects gets one choice
 * throughout. Near-ties (relative 10⁻⁹) are flagged. Gaps: a project that nobody supports is never bought;
 * voters without a ballot's support keep their money. The list of winners is that of exact fractions. Cost:
 * rounds × support × raises; equal ballots are joined.
 *
 * Throws `RangeError` for settings it does not know, a step or bound that is not a whole number above 0.
 *
 * Source: D. Peters, G. Pierczyński, P. Skowron, "Proportional participatory budgeting with additive
 * utilities", NeurIPS 2021; completions: P. Faliszewski et al., "Participatory budgeting: data, tools, and
 * analysis", IJCAI 2023, § 3.
 *
 * @example
 * equalShares(budgetProfile({
 *   budget: 12,
 *   projects: [{ id: 'park', cost: 6 }, { id: 'pool', cost: 6 }, { id: 'tram', cost: 4 }],
 *   ballots: [{ approved: ['park', 'pool'], count: 4 }, { approved: ['tram'], count: 2 }]
 * }), { utility: 'cardinality', completion: 'none', ties: { order: ['park', 'pool', 'tram'] } }).branches[0].funded
 * // → ['park', 'tram']
 */
export function equalShares(
  profile: BudgetProfile,
  settings: EqualSharesSettings = {}
): BudgetResult<EqualSharesExplanation> {
  const rule = 'equalShares'
  const plan = {
    utility: oneOf('utility', settings.utility ?? 'cost', ['cost', 'cardinality']),
    completion: oneOf('completion', settings.completion ?? 'add1-utilitarian', [
      'none',
      'add1',
      'utilitarian',
      'add1-utilitarian'
    ]),
    stop: oneOf('stop', settings.stop ?? 'overspend', ['overspend', 'exhaustive']),
    comparison: oneOf('comparison', settings.comparison ?? 'none', ['none', 'greedy']),
    arithmetic: oneOf('arithmetic', settings.arithmetic ?? 'certified', ['certified', 'exact']),
    step: settings.step ?? 1,
    mostSteps: settings.mostSteps ?? 100_000,
    onProgress: settings.onProgress,
    signal: settings.signal
  } as const
  checkWhole(rule, 'step', plan.step, 1)
  checkWhole(rule, 'mostSteps', plan.mostSteps, 1)
  const market = openMarket(profile, plan.utility)
  return budgetResult(rule, profile, settings, decide => {
    const completed = complete(market, plan, decide)
    if (plan.comparison === 'none') return explain(profile, completed, null)
    const compared = compareWithGreedy(market, completed.funded, decide)
    return explain(
      profile,
      compared.prefersGreedy ? { ...completed, funded: compared.greedy } : completed,
      compared
    )
  })
}

function oneOf<Word extends string>(name: string, word: Word, words: readonly Word[]): Word {
  if (!words.includes(word))
    fail('equalShares', `${name} must be one of ${words.join(', ')}, got ${String(word)}`)
  return word
}

function explain(
  profile: BudgetProfile,
  { funded, run, endowment }: Completed,
  compared: ReturnType<typeof compareWithGreedy> | null
): Decided<EqualSharesExplanation> {
  const { projects, costs, groups, supporters, support } = profile
  const books = run.books()
  const bought = new Map(run.purchases.map(({ project }, turn) => [project, turn]))
  const countPeople = (project: number, isMeant: (brokeAt: number) => boolean) => {
    let people = 0
    for (let place = supporters.starts[project]!; place < supporters.starts[project + 1]!; place++) {
      const group = supporters.ballots[place]!
      if (isMeant(run.brokeAt[group]!)) people += groups.counts[group]!
    }
    return people
  }
  const isGreedy = compared?.prefersGreedy ?? false
  return {
    funded,
    explanation: {
      endowment,
      purchases: run.purchases.map(({ project, round }, turn) => ({
        id: projects[project]!,
        round,
        cost: costs[project]!,
        price: books.numberOf(books.priceAt(turn)),
        payingInFull: countPeople(project, brokeAt => brokeAt === -1 || brokeAt > turn),
        payingTheRest: countPeople(project, brokeAt => brokeAt === turn)
      })),
      projects: projects.map((id, project) => {
        const isFunded = funded.includes(project)
        const funds = books.fundsOf(project)
        const way = isGreedy ? 'greedy' : bought.has(project) ? 'shares' : 'utilitarian'
        return {
          id,
          cost: costs[project]!,
          support: support[project]!,
          supporters: countPeople(project, () => true),
          fundedBy: isFunded ? way : null,
          funds,
          missing: isFunded ? 0 : Math.max(0, costs[project]! - funds),
          limits: isFunded ? [] : (run.limited.get(project) ?? [])
        }
      }),
      nearTies: run.nearTies.map(({ round, projects: near, gap }) => ({
        round,
        ids: near.map(project => projects[project]!),
        gap
      })),
      comparison: compared && compared.comparison
    }
  }
}
