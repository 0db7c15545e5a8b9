import { describe, expect, it } from 'vitest'
import * as rules from './index.ts'

/** A declared order that leaves the third option out: no rule may take it. */
const ties = { order: ['a', 'b'] }
const options = ['a', 'b', 'c']
const ranked = rules.rankedProfile(options, [
  { ranking: ['a', 'b', 'c'], count: 2 },
  { ranking: ['b', 'c', 'a'] }
])
const approvals = rules.approvalProfile(options, [
  { approved: ['a', 'b'], count: 2 },
  { approved: ['b', 'c'] }
])
const scores = rules.scoreProfile(options, { lowest: 0, highest: 5 }, [{ scores: { a: 5, b: 3, c: 1 } }])
const pairs = rules.pairwise(ranked)

/** Every rule whose ties can be decided by a declared order, without settings and with that order. */
const decided: Record<string, (settings: { ties?: typeof ties }) => { readonly rule: string }> = {
  plurality: settings => rules.plurality(ranked, settings),
  approvalVoting: settings => rules.approvalVoting(approvals, settings),
  scoreVoting: settings => rules.scoreVoting(scores, settings),
  star: settings => rules.star(scores, settings),
  borda: settings => rules.borda(pairs, settings),
  copeland: settings => rules.copeland(pairs, settings),
  minimax: settings => rules.minimax(pairs, settings),
  schulze: settings => rules.schulze(pairs, settings),
  splitCycle: settings => rules.splitCycle(pairs, settings),
  rankedPairs: settings => rules.rankedPairs(pairs, settings),
  kemenyYoung: settings => rules.kemenyYoung(pairs, settings),
  instantRunoff: settings => rules.instantRunoff(ranked, settings),
  scottishStv: settings => rules.scottishStv(ranked, 2, settings),
  meekStv: settings => rules.meekStv(ranked, 2, settings),
  proportionalApproval: settings => rules.proportionalApproval(approvals, 2, settings),
  sequentialProportionalApproval: settings => rules.sequentialProportionalApproval(approvals, 2, settings),
  sequentialPhragmen: settings => rules.sequentialPhragmen(approvals, 2, settings),
  chamberlinCourant: settings => rules.chamberlinCourant(approvals, 2, settings)
}

describe('every rule names itself', () => {
  for (const [name, rule] of Object.entries(decided)) {
    it(`${name}, in its result and where it refuses an order that leaves an option out`, () => {
      expect(rule({}).rule).toBe(name)
      expect(() => rule({ ties })).toThrow(new RangeError(`${name}: the declared order must name "c"`))
    })
  }
})

describe('every rule for several places', () => {
  it('refuses places that are no whole number of at least one', () => {
    const ofPlaces: Record<string, (places: number) => unknown> = {
      scottishStv: places => rules.scottishStv(ranked, places),
      meekStv: places => rules.meekStv(ranked, places),
      proportionalApproval: places => rules.proportionalApproval(approvals, places),
      sequentialProportionalApproval: places => rules.sequentialProportionalApproval(approvals, places),
      sequentialPhragmen: places => rules.sequentialPhragmen(approvals, places),
      chamberlinCourant: places => rules.chamberlinCourant(approvals, places)
    }
    for (const [name, rule] of Object.entries(ofPlaces)) {
      for (const places of [0, 1.5]) expect(() => rule(places)).toThrow(`${name}: `)
    }
  })
})
