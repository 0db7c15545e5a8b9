import { checkWhole } from '../checks.ts'
import { declaredOrder, earliest, type TieBreak, type TieRule } from '../tie-rule.ts'
import { compareIds, sortedIds, type Tie, tie, type TooFew, tooFew } from '../ties.ts'
import type { BudgetProfile } from './budget-profile.ts'

/** The projects that are funded. */
export interface Funded {
  readonly kind: 'funded'
  readonly ids: readonly string[]
}

/** An open tie: `certain` projects are funded whatever becomes of it, those `among` in some cases only. */
export interface TiedFunding extends Tie {
  readonly certain: readonly string[]
}

/** What a rule on budgets returns. */
export type FundingOutcome = Funded | TiedFunding | TooFew

/** Chooses between projects that the rule cannot tell apart. */
export type Decide = (among: readonly string[]) => string

/** One way through the ties: what was chosen where, and what it led to. */
export interface Branch<Result> {
  readonly ties: readonly TieBreak[]
  readonly result: Result
}

/** Every way through the ties; `complete` is false when the bound was met. */
export interface Branches<Result> {
  readonly branches: readonly Branch<Result>[]
  readonly complete: boolean
}

/** Thrown by `decide` to give up a run at a tie that has no decision yet; caught in `overTies` alone. */
class OpenTie extends Error {
  readonly among: readonly string[]
  /** Those of them who may come first. */
  readonly first: readonly string[]
  constructor(among: readonly string[], first: readonly string[]) {
    super('open tie')
    this.among = among
    this.first = first
  }
}

/**
 * Runs a rule along every way through its ties, or along the declared order. A way is what some fixed order
 * would choose: who was once chosen before another is so at every later tie. Follows `bound` ways at most.
 */
export function overTies<Result>(
  rule: string,
  projects: readonly string[],
  ties: TieRule,
  run: (decide: Decide) => Result,
  bound: number
): Branches<Result> {
  const preference = declaredOrder(rule, projects, ties)
  const branches: Branch<Result>[] = []
  const open: Precedence[] = [new Set()]
  while (open.length > 0 && branches.length < bound) {
    const precedence = open.pop()!
    const used = new Map<string, TieBreak>()
    const decide: Decide = ids => {
      const among = sortedIds(ids)
      const first = preference ? [earliest(preference, among)] : possibleFirsts(precedence, among)
      if (first.length > 1) throw new OpenTie(among, first)
      used.set(JSON.stringify(among), { among, chosen: first[0]! })
      return first[0]!
    }
    try {
      branches.push({ result: run(decide), ties: [...used.values()] })
    } catch (thrown) {
      if (!(thrown instanceof OpenTie)) throw thrown
      for (const chosen of thrown.first) open.push(withFirst(precedence, projects, thrown.among, chosen))
    }
  }
  branches.sort((a, b) => compareIds(JSON.stringify(a.ties), JSON.stringify(b.ties)))
  return { branches, complete: open.length === 0 }
}

/** What is known of an order: pairs of ids, the earlier first, closed under transitivity. */
type Precedence = ReadonlySet<string>

const pair = (earlier: string, later: string) => JSON.stringify([earlier, later])

/** Those of several who stand behind no other of them, as far as is known. */
function possibleFirsts(precedence: Precedence, among: readonly string[]): string[] {
  return among.filter(id => !among.some(other => precedence.has(pair(other, id))))
}

/** The precedence in which one of several is also before the others, and all that follows from it. */
function withFirst(
  precedence: Precedence,
  projects: readonly string[],
  among: readonly string[],
  chosen: string
): Precedence {
  const next = new Set(precedence)
  const earlier = projects.filter(id => id === chosen || precedence.has(pair(id, chosen)))
  for (const other of among) {
    if (other === chosen) continue
    const later = projects.filter(id => id === other || precedence.has(pair(other, id)))
    for (const before of earlier) for (const after of later) next.add(pair(before, after))
  }
  return next
}

/** What every rule on budgets returns: the outcome, and each way through its ties with what it funds. */
export interface BudgetResult<Explanation> {
  readonly rule: string
  readonly budget: number
  readonly voters: number
  readonly outcome: FundingOutcome
  readonly branches: readonly FundedBranch<Explanation>[]
  /**
   * False when the ways through the ties were too many to follow; then the outcome claims nothing as certain.
   */
  readonly complete: boolean
}

/** One way through the ties: the projects funded, in the order of choice, what they cost, and why. */
export interface FundedBranch<Explanation> {
  readonly ties: readonly TieBreak[]
  readonly funded: readonly string[]
  readonly spent: number
  readonly left: number
  readonly explanation: Explanation
}

/** What a rule on budgets can be told about ties. */
export interface BudgetTieSettings {
  /** `'report'` unless given. */
  readonly ties?: TieRule
  /** Ways through the ties to follow at most; 64 unless given. */
  readonly bound?: number
}

/** What one run of a rule decides: project numbers in the order of choice, and why. */
export interface Decided<Explanation> {
  readonly funded: readonly number[]
  readonly explanation: Explanation
}

/** Runs a rule through its ties and sums up. Without voters there is no outcome: `too-few`. */
export function budgetResult<Explanation>(
  rule: string,
  profile: BudgetProfile,
  { ties = 'report', bound = 64 }: BudgetTieSettings,
  run: (decide: Decide) => Decided<Explanation>
): BudgetResult<Explanation> {
  const { projects, costs, budget, voters } = profile
  checkWhole(rule, 'bound', bound, 1)
  const { branches, complete } = overTies(rule, projects, ties, run, bound)
  const funded = branches.map(({ ties, result }): FundedBranch<Explanation> => {
    const spent = result.funded.reduce((sum, project) => sum + costs[project]!, 0)
    const ids = result.funded.map(project => projects[project]!)
    return { ties, funded: ids, spent, left: budget - spent, explanation: result.explanation }
  })
  const head = { rule, budget, voters, complete }
  if (voters === 0) return { ...head, outcome: tooFew(0, 1), branches: [] }
  return { ...head, outcome: fundingOutcome(projects, funded, complete), branches: funded }
}

/** The outcome that the funded sets of all branches come to. */
export function fundingOutcome(
  projects: readonly string[],
  branches: readonly { readonly funded: readonly string[] }[],
  complete: boolean
): FundingOutcome {
  if (!complete) return { ...tie(projects), certain: [] }
  const [first, ...others] = branches.map(({ funded }) => funded)
  const certain = first!.filter(id => others.every(ids => ids.includes(id)))
  const among = [first!, ...others].flat().filter(id => !certain.includes(id))
  return among.length === 0
    ? { kind: 'funded', ids: sortedIds(certain) }
    : { ...tie(among), certain: sortedIds(certain) }
}
