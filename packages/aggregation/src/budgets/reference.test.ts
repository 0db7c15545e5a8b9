import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { subsets } from '../../testing/brute-force.ts'
import * as rules from './index.ts'

const reference = new URL('../../reference/', import.meta.url)
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, reference), 'utf8'))
const sorted = (ids: readonly string[]) => [...ids].sort()

interface SharesCase {
  budget: number
  projects: rules.Project[]
  approvals: string[][]
  ties_in_mes_cost: number
  expected: Record<string, string[]>
}

const variants: Record<string, rules.EqualSharesSettings> = {
  mes_cost: { completion: 'none' },
  mes_cardinality: { completion: 'none', utility: 'cardinality' },
  mes_cost_add1: { completion: 'add1', stop: 'exhaustive' },
  mes_cost_add1u: { completion: 'add1-utilitarian', stop: 'exhaustive' },
  mes_cost_u: { completion: 'utilitarian' }
}

describe('budget rules agree with pabutools', () => {
  for (const file of readdirSync(new URL('mes/', reference))) {
    const { budget, projects, approvals, ties_in_mes_cost, expected } = read(`mes/${file}`) as SharesCase
    const profile = rules.budgetProfile({
      budget,
      projects,
      ballots: approvals.map(approved => ({ approved }))
    })
    const order = sorted(projects.map(({ id }) => id))
    const ties = { order }

    for (const [name, settings] of Object.entries(variants)) {
      it(`${file}: ${name}, certified and exact`, () => {
        for (const arithmetic of ['certified', 'exact'] as const) {
          const { branches } = rules.equalShares(profile, { ...settings, ties, arithmetic })
          expect(sorted(branches[0]!.funded)).toEqual(sorted(expected[name]!))
        }
      })
    }
    it(`${file}: the order of purchases, and the number of ties met`, () => {
      const { branches } = rules.equalShares(profile, { completion: 'none', ties })
      expect(branches[0]!.funded).toEqual(expected.mes_cost)
      // The reference also counts ties between projects whose voters have nothing in common: here one round
      // buys both.
      const rounds = Map.groupBy(branches[0]!.explanation.purchases, ({ round }) => round)
      const together = [...rounds.values()].filter(({ length }) => length > 1)
      expect(branches[0]!.ties.length + together.length).toBe(ties_in_mes_cost)
    })
    it(`${file}: greedy by votes, and Phragmén`, () => {
      expect(rules.greedy(profile, { ties }).outcome).toEqual({
        kind: 'funded',
        ids: sorted(expected.greedy_by_votes!)
      })
      expect(rules.phragmenBudget(profile, { ties }).outcome).toEqual({
        kind: 'funded',
        ids: sorted(expected.phragmen!)
      })
    })
  }
})

interface CommitteeCase {
  seed: number
  candidates: number
  seats: number
  ballots: number[][]
  expected_all_tied_committees: Record<string, number[][]>
}

describe('equal shares with unit costs agrees with abcvoting on every tied committee', () => {
  for (const { seed, candidates, seats, ballots, expected_all_tied_committees } of read(
    'approval/committees.json'
  ) as CommitteeCase[]) {
    it(`case ${seed}`, () => {
      const ids = Array.from({ length: candidates }, (_, i) => `c${i}`)
      const profile = rules.budgetProfile({
        budget: seats,
        projects: ids.map(id => ({ id, cost: 1 })),
        ballots: ballots.map(approved => ({ approved: approved.map(i => `c${i}`) }))
      })
      const { branches } = rules.equalShares(profile, { completion: 'none', bound: 1000 })
      const wanted = expected_all_tied_committees['equal-shares']!.map(committee =>
        committee.map(i => `c${i}`)
      )
      // The reference fills seats that equal shares leaves by Phragmén, so each of its committees extends one
      // of ours.
      const found = branches.map(({ funded }) => sorted(funded))
      for (const committee of wanted) {
        expect(found.some(funded => funded.every(id => committee.includes(id)))).toBe(true)
      }
      for (const funded of found) {
        const extensions = wanted.filter(committee => funded.every(id => committee.includes(id)))
        expect(extensions.length).toBeGreaterThan(0)
        expect(subsets(extensions[0]!, funded.length).map(String)).toContain(String(funded))
      }
    })
  }
})

interface RealCase {
  file: string
  sha256: string
  mes_cost: string[]
  mes_cost_add1: string[]
  mes_cost_add1_stop_when_exhaustive: string[]
  mes_cost_add1u: string[]
  official_selection?: string[]
  official_equals_add1?: boolean
}

// The files of Pabulib carry no licence that would let them be copied here: they are read from beside the
// repository.
const pabulib = new URL('../../../../../shared/data/pabulib/', import.meta.url)
const isAtHand = existsSync(pabulib)
if (!isAtHand) console.log(`Skipped: real budgets, for the Pabulib files are not at ${pabulib.pathname}`)

describe.runIf(isAtHand)('real budgets from Pabulib', () => {
  const open = (file: string) => rules.readPabulib(readFileSync(new URL(file, pabulib), 'utf8'))

  for (const real of read('mes_real/expected.json') as RealCase[]) {
    it(`${real.file}: equal shares with each completion, as the compute tool and in reality`, () => {
      const content = readFileSync(new URL(real.file, pabulib))
      expect(createHash('sha256').update(content).digest('hex')).toBe(real.sha256)
      const file = open(real.file)
      const profile = rules.budgetProfile(rules.pabulibElection(file))
      const funded = (settings: rules.EqualSharesSettings) => {
        const ties = { order: profile.projects }
        return sorted(rules.equalShares(profile, { ...settings, step: file.unit, ties }).branches[0]!.funded)
      }
      expect(funded({ completion: 'none' })).toEqual(sorted(real.mes_cost))
      const add1 = funded({ completion: 'add1' })
      expect(add1).toEqual(sorted(real.mes_cost_add1))
      expect(funded({ completion: 'add1', stop: 'exhaustive' })).toEqual(
        sorted(real.mes_cost_add1_stop_when_exhaustive)
      )
      expect(funded({ completion: 'add1-utilitarian' })).toEqual(sorted(real.mes_cost_add1u))
      if (real.official_equals_add1) expect(add1).toEqual(sorted(real.official_selection!))
    })
  }

  it('Wieliczka 2023: the majority does not prefer the greedy outcome, and 30 projects stand', () => {
    const profile = rules.budgetProfile(rules.pabulibElection(open('Poland_Wieliczka_2023_Green_Budget.pb')))
    const { outcome, branches } = rules.equalShares(profile, { completion: 'add1', comparison: 'greedy' })
    expect(outcome.kind === 'funded' && outcome.ids).toHaveLength(30)
    const { preferShares, preferGreedy } = branches[0]!.explanation.comparison!
    expect(preferShares).toBeGreaterThan(preferGreedy)
  })

  const greedy: [string, rules.GreedySettings][] = [
    ['Poland_Warszawa_2025_Mokotow.pb', {}],
    ['Poland_Warszawa_2020_Zoliborz.pb', {}],
    ['Poland_Krakow_2023_Stare_Miasto.pb', {}],
    ['Poland_Lodz_2022_Koziny.pb', { leastSupport: 50 }],
    ['Poland_Gdynia_2023_Srodmiescie__small.pb', { unaffordable: 'stop', leastSupport: 50 }],
    ['Poland_Gdynia_2024_Kamienna_Gora__large.pb', { unaffordable: 'stop', leastSupport: 50 }],
    ['Poland_Wroclaw_2018_Rejon_nr_10_750.pb', { unaffordable: 'stop' }]
  ]
  for (const [name, settings] of greedy) {
    it(`${name}: the greedy variant of its city funds what was funded`, () => {
      const file = open(name)
      const official = file.projects.filter(({ fields }) => fields.selected === '1').map(({ id }) => id)
      const { outcome } = rules.greedy(rules.budgetProfile(rules.pabulibElection(file)), settings)
      expect(outcome).toEqual({ kind: 'funded', ids: sorted(official) })
    })
  }

  it('every file is read strictly, and its ballots come to the votes or scores it states', () => {
    for (const name of readdirSync(pabulib).filter(
      name => name.endsWith('.pb') && name !== 'Poland_Lodz_2020.pb'
    )) {
      const file = open(name)
      const profile = rules.budgetProfile(rules.pabulibElection(file))
      const column = profile.form === 'points' ? 'score' : 'votes'
      for (const { id, fields } of file.projects) {
        expect(profile.support[profile.projects.indexOf(id)]).toBe(Number(fields[column]))
      }
    }
  })
})
