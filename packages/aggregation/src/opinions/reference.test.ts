import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bridgingFactors, type BridgingFactors } from './bridging-factors.ts'
import { consensusStatements } from './consensus-statements.ts'
import { groupInformedConsensus } from './group-informed-consensus.ts'
import { groupStatistics } from './group-statistics.ts'
import { kMeans } from './k-means.ts'
import { opinionMap } from './opinion-map.ts'
import { opinionProfileOfColumns } from './opinion-profile.ts'
import { placeStatements, placeVoter, placeVoters } from './place-voters.ts'
import { principalAxes } from './principal-axes.ts'
import { ratingProfileOfColumns } from './rating-profile.ts'
import { groupViews, representativeStatements } from './representative-statements.ts'
import { silhouette } from './silhouette.ts'
import { statementPriorities } from './statement-priorities.ts'

const reference = new URL('../../reference/', import.meta.url)
const read = (path: string) => JSON.parse(readFileSync(new URL(path, reference), 'utf8'))
const names = (size: number) => Array.from({ length: size }, (_, i) => String(i).padStart(4, '0'))

describe('the opinion map agrees with red-dwarf', () => {
  for (const file of readdirSync(new URL('polis/', reference))) {
    const { n, m, mod_out, votes, expected } = read(`polis/${file}`)
    const statements = names(m)
    const profile = opinionProfileOfColumns(
      {
        voters: names(n),
        statements,
        voterOf: votes.map((vote: number[]) => vote[0]),
        statementOf: votes.map((vote: number[]) => vote[1]),
        votes: votes.map((vote: number[]) => vote[2]! + 1)
      },
      { moderatedOut: mod_out.map((s: number) => statements[s]) }
    )
    const axes = principalAxes(profile)
    const signs = axes.components.map((component, axis) =>
      Math.sign(component.reduce((sum, value, s) => sum + value * expected.components[axis][s], 0))
    )
    // The reference's own directions, so that everything after them can be compared exactly.
    const turned = { ...axes, components: expected.components }
    const places = placeVoters(profile, turned)
    const k = String(expected.best_k)
    const labels: number[] = expected.kmeans[k].labels
    const groupOf = names(n).map((_, voter) => {
      const at = expected.clusterable.indexOf(voter)
      return at === -1 ? null : labels[at]!
    })
    const statistics = groupStatistics(profile, groupOf, expected.best_k)

    it(`${file}: means, directions and variances`, () => {
      near(axes.means, expected.mean)
      axes.components.forEach((component, axis) =>
        near(
          component.map(value => value * signs[axis]!),
          expected.components[axis]
        )
      )
      near(axes.variances, expected.explained_variance)
      expect(axes.settled).toBe(true)
    })

    it(`${file}: places of people and statements`, () => {
      near([...places], expected.projections.flat())
      const placed = placeStatements(turned)
      near(
        placed.flatMap(({ x, y }) => [x, y]),
        expected.statement_projections.flat()
      )
      near(
        placed.map(({ extremity }) => extremity),
        expected.extremity
      )
      const first = Object.fromEntries(
        votes
          .filter((vote: number[]) => vote[0] === 0)
          .map(([, s, v]: number[]) => [statements[s!], (['disagree', 'pass', 'agree'] as const)[v! + 1]])
      )
      const alone = placeVoter(
        turned,
        first,
        mod_out.map((s: number) => statements[s])
      )
      near([alone.x, alone.y], expected.projections[0])
    })

    it(`${file}: k-means from given starts, silhouettes, and who is grouped`, () => {
      const points = Float64Array.from(
        expected.clusterable.flatMap((v: number) => [...places.subarray(2 * v, 2 * v + 2)])
      )
      const weights = new Float64Array(points.length / 2).fill(1)
      for (const [count, answer] of Object.entries<any>(expected.kmeans)) {
        const found = kMeans({ points, weights }, Float64Array.from(answer.start.flat()), 100)
        expect([...found.labels]).toEqual(answer.labels)
        near([...found.centres], answer.centers.flat())
        near([found.inertia], [answer.inertia])
        near([silhouette({ points, weights }, found.labels, Number(count))], [answer.silhouette])
      }
      const map = opinionMap(profile, { leastPeople: 0 })
      const grouped = map.people.flatMap(({ group }, voter) => (group === null ? [] : [voter]))
      expect(grouped).toEqual(expected.clusterable)
    })

    it(`${file}: group statistics`, () => {
      const views = groupViews(statistics)
      const columns: Record<string, (view: (typeof views)[0][0]) => number> = {
        ns: view => view.seen,
        na: view => view.counts[0],
        nd: view => view.counts[1],
        pa: view => view.shares[0],
        pd: view => view.shares[1],
        ra: view => view.ratios[0],
        rd: view => view.ratios[1],
        pat: view => view.shareTests[0],
        pdt: view => view.shareTests[1],
        rat: view => view.ratioTests[0],
        rdt: view => view.ratioTests[1]
      }
      for (const [column, value] of Object.entries(columns)) {
        views.forEach((own, group) => near(own.map(value), expected.group_stats[column][group]))
      }
    })

    it(`${file}: representative and consensus statements, in order`, () => {
      representativeStatements(statistics).groups.forEach((own, group) => {
        const answer: any[] = expected.representative[group]
        expect(own.statements.map(({ id, vote, count, seen }) => [Number(id), vote, count, seen])).toEqual(
          answer.map(({ tid, repful_for, n_success, n_trials }) => [tid, repful_for, n_success, n_trials])
        )
        expect(own.statements.map(({ isBestAgree }) => isBestAgree)).toEqual(
          answer.map(({ best_agree }) => best_agree === true)
        )
        near(
          own.statements.flatMap(({ share, shareTest, ratio, ratioTest }) => [
            share,
            shareTest,
            ratio,
            ratioTest
          ]),
          answer.flatMap(({ p_success, p_test, repness, repness_test }) => [
            p_success,
            p_test,
            repness,
            repness_test
          ])
        )
      })
      const consensus = consensusStatements(statistics)
      for (const side of ['agree', 'disagree'] as const) {
        const answer: any[] = expected.consensus[side]
        expect(consensus[side].map(({ id, count, seen }) => [Number(id), count, seen])).toEqual(
          answer.map(({ tid, n_success, n_trials }) => [tid, n_success, n_trials])
        )
      }
    })

    it(`${file}: group-informed consensus and priorities`, () => {
      const consensus = groupInformedConsensus(statistics)
      near(
        consensus.map(({ agree }) => agree),
        expected.group_informed_consensus.agree
      )
      near(
        consensus.map(({ disagree }) => disagree),
        expected.group_informed_consensus.disagree
      )
      const priorities = statementPriorities(statistics, placeStatements(turned))
      const isIn = (_: unknown, s: number) => !mod_out.includes(s)
      near(
        priorities.map(({ priority }) => priority),
        expected.priority.filter(isIn)
      )
    })
  }
})

describe('the bridging factorisation agrees with Community Notes', () => {
  for (const file of readdirSync(new URL('cn_mf/', reference))) {
    const { raters, notes, ratings, lambda_intercept, lambda_factor, expected } = read(`cn_mf/${file}`)
    const found = bridgingFactors(
      ratingProfileOfColumns({
        raters: names(raters),
        notes: names(notes),
        raterOf: ratings.map((rating: number[]) => rating[0]),
        noteOf: ratings.map((rating: number[]) => rating[1]),
        values: ratings.map((rating: number[]) => rating[2])
      }),
      { interceptPenalty: lambda_intercept, factorPenalty: lambda_factor }
    ) as BridgingFactors

    it(`${file}: the optimum of its objective`, () => {
      const { optimum } = expected
      near([found.objective], [optimum.objective])
      near([found.globalIntercept], [optimum.global_intercept], 1e-5)
      near(
        found.notes.map(({ intercept }) => intercept),
        optimum.note_intercepts,
        1e-3
      )
      near(
        found.notes.map(({ factor }) => factor),
        optimum.note_factors,
        1e-3
      )
      near(
        found.raters.map(({ factor }) => factor),
        optimum.rater_factors,
        1e-3
      )
      expect(found.settled).toBe(true)
    })

    it(`${file}: the answer of the reference`, () => {
      near(
        found.notes.map(({ intercept }) => intercept),
        expected.reference.note_intercepts,
        0.01
      )
      expect(found.objective).toBeLessThanOrEqual(expected.reference.objective)
    })
  }
})

function near(own: readonly number[], expected: readonly number[], tolerance = 1e-6): void {
  expect(own.length).toBe(expected.length)
  const apart = own.map((value, i) => Math.abs(value - expected[i]!) / Math.max(1, Math.abs(expected[i]!)))
  expect(Math.max(0, ...apart)).toBeLessThan(tolerance)
}
