import { allowance } from './allowance.ts'
import { equallySupported, fundInOrder } from './greedy.ts'
import type { Decide } from './open-ties.ts'
import type { Market } from './scan-supporters.ts'
import { report, type Watch } from '../watch.ts'
import { runShares, type SharesRun } from './shares-run.ts'

/** How the rule goes on after its plain run. */
export interface CompletionPlan extends Watch {
  readonly completion: 'none' | 'add1' | 'utilitarian' | 'add1-utilitarian'
  readonly stop: 'overspend' | 'exhaustive'
  readonly step: number
  readonly mostSteps: number
  readonly arithmetic: 'certified' | 'exact'
}

/** The last run, the projects funded in the order of choice, and the endowments. */
export interface Completed {
  readonly run: SharesRun
  readonly funded: readonly number[]
  readonly endowment: {
    readonly first: number
    readonly last: number
    readonly steps: number
    readonly boundMet: boolean
  }
}

/** The plain run with the budget shared equally, then the completion of the plan. */
export function complete(market: Market, plan: CompletionPlan, decide: Decide): Completed {
  const { profile } = market
  const { budget, voters } = profile
  const share = BigInt(budget)
  const people = BigInt(Math.max(1, voters))
  const runWith = (steps: number) =>
    runShares(market, share + BigInt(steps) * BigInt(plan.step) * people, people, decide, plan.arithmetic)
  let run = runWith(0)
  let steps = 0
  let boundMet = false
  while (plan.completion.startsWith('add1') && canRaise(market, run, plan)) {
    report(plan, steps, plan.mostSteps)
    boundMet = steps === plan.mostSteps
    if (boundMet) break
    const next = runWith(steps + 1)
    if (next.cost > budget) break
    run = next
    steps++
  }
  const bought = run.purchases.map(({ project }) => project)
  const first = budget / Math.max(1, voters)
  return {
    run,
    funded: plan.completion.endsWith('utilitarian') ? bySupport(market, bought, decide) : bought,
    endowment: { first, last: first + steps * plan.step, steps, boundMet }
  }
}

/**
 * Whether a raise can change anything: some supported project is open, and under the exhaustive stop one that
 * still fits. Where all supported projects fit into the budget together there is no raise, for no endowment
 * would ever overspend and end the raising.
 */
function canRaise({ profile }: Market, { purchases, limited }: SharesRun, { stop }: CompletionPlan): boolean {
  const account = allowance(profile)
  const all = profile.costs.reduce(
    (sum, cost, project) => sum + (profile.support[project]! > 0 ? cost : 0),
    0
  )
  if (all <= profile.budget) return false
  const bought = new Set(purchases.map(({ project }) => project))
  for (const project of bought) account.fund(project)
  return profile.projects.some((_, project) => {
    if (bought.has(project) || limited.has(project) || profile.support[project] === 0) return false
    return stop === 'overspend' || account.fits(project)
  })
}

/** Adds, by support, the supported projects that still fit. */
function bySupport({ profile }: Market, bought: readonly number[], decide: Decide): number[] {
  const rest = equallySupported(profile, 'support').map(equals =>
    equals.filter(project => !bought.includes(project))
  )
  const { funded } = fundInOrder(profile, rest, { unaffordable: 'skip', leastSupport: 1 }, decide, bought)
  return [...bought, ...funded]
}
