import { existsSync, readFileSync } from 'node:fs'
import * as rules from '../src/index.ts'
import { bench } from './yardstick.ts'

const random = rules.seededRandom('bench of budgets')

/** An election in the manner of a large city: costs over two orders of magnitude, popular and unpopular projects, 1 to 12 votes each. */
function city(projects: number, voters: number, budgetShare: number): rules.BudgetElection {
  const list = Array.from({ length: projects }, (_, i) => ({
    id: `project ${String(i).padStart(3, '0')}`,
    cost: Math.round(5000 * 200 ** random.next()),
    appeal: random.next() ** 3 + 0.02
  }))
  const total = list.reduce((sum, { cost }) => sum + cost, 0)
  const appeal = list.reduce((sum, project) => sum + project.appeal, 0)
  const pick = () => {
    let left = random.next() * appeal
    return (list.find(project => (left -= project.appeal) <= 0) ?? list[0]!).id
  }
  const ballots = Array.from({ length: voters }, () => ({
    approved: [...new Set(Array.from({ length: 1 + random.below(12) }, pick))]
  }))
  return {
    budget: Math.round(total * budgetShare),
    projects: list.map(({ id, cost }) => ({ id, cost })),
    ballots
  }
}

/** Runs a whole count, reading included, and tells how often endowments were raised. */
function count(election: rules.BudgetElection, settings: rules.EqualSharesSettings = {}) {
  const profile = rules.budgetProfile(election)
  const { branches } = rules.equalShares(profile, { ...settings, ties: { order: profile.projects } })
  return branches[0]!.explanation.endowment.steps
}

const medium = city(100, 10_000, 0.25)
const large = city(83, 61_668, 0.3)
const works = [
  {
    name: `equal shares + Add1U, 100 × 10,000, certified (raises of 10: ${count(medium, { step: 10 })})`,
    run: () => count(medium, { step: 10 }),
    target: 0.1
  },
  {
    name: `the same (raises of 1: ${count(medium)})`,
    run: () => count(medium),
    target: 0.5
  },
  {
    name: `equal shares + Add1U, 83 × 61,668, certified (${count(large)} raises)`,
    run: () => count(large),
    target: 2
  }
]
const wieliczka = new URL(
  '../../../../shared/data/pabulib/Poland_Wieliczka_2023_Green_Budget.pb',
  import.meta.url
)
if (existsSync(wieliczka)) {
  const election = rules.pabulibElection(rules.readPabulib(readFileSync(wieliczka, 'utf8')))
  const settings = { completion: 'add1' } as const
  works.push({
    name: `Wieliczka 2023, Add1, 64 × 6,586, certified (${count(election, settings)} raises)`,
    run: () => count(election, settings),
    target: 0.1
  })
} else console.log(`Skipped: Wieliczka 2023, for ${wieliczka.pathname} is missing`)

bench('Budgets', works)
