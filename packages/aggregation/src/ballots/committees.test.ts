import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { approvalElections } from '../../testing/arbitraries.ts'
import { maximisers, subsets } from '../../testing/brute-force.ts'
import { type ApprovalBallot, approvalProfile } from './approval-profile.ts'
import { chamberlinCourant } from './chamberlin-courant.ts'
import { proportionalApproval } from './proportional-approval.ts'
import { sequentialPhragmen } from './sequential-phragmen.ts'
import { sequentialProportionalApproval } from './sequential-proportional-approval.ts'

const members = ({ approved }: ApprovalBallot, set: readonly string[]) =>
  approved.filter(id => set.includes(id)).length
const total = (
  ballots: readonly ApprovalBallot[],
  set: readonly string[],
  worth: (members: number) => number
) => ballots.reduce((sum, ballot) => sum + (ballot.count ?? 1) * worth(members(ballot, set)), 0)
/** 60 × (1 + ½ + … ): whole up to six members, so that equal satisfaction is equal. */
const harmonic = (members: number) => [0, 60, 90, 110, 125, 137, 147][members]!

describe('proportionalApproval and chamberlinCourant', () => {
  it('find every best committee, by trying all of them', () => {
    fc.assert(
      fc.property(approvalElections(), fc.integer({ min: 1, max: 3 }), ({ options, ballots }, size) => {
        const seats = Math.min(size, options.length)
        const profile = approvalProfile(options, ballots)
        const sets = subsets(options, seats)
        const pav = proportionalApproval(profile, seats)
        expect(pav.committees).toEqual(maximisers(sets, set => total(ballots, set, harmonic)))
        expect(pav.score! * 60).toBeCloseTo(total(ballots, pav.committees[0]!, harmonic), 9)
        const covered = (set: readonly string[]) => total(ballots, set, members => Math.min(members, 1))
        const cc = chamberlinCourant(profile, seats)
        expect(cc.committees).toEqual(maximisers(sets, covered))
        expect(cc.score).toBe(covered(cc.committees[0]!))
      })
    )
  })

  it('decline when there are more committees than allowed, and when scores would not be exact', () => {
    const options = Array.from({ length: 40 }, (_, i) => `o${i}`)
    const profile = approvalProfile(options, [{ approved: options }])
    expect(proportionalApproval(profile, 20).outcome).toMatchObject({ kind: 'too-large', most: 200_000 })
    expect(chamberlinCourant(profile, 2, { most: 100 }).outcome).toEqual({
      kind: 'too-large',
      have: 780,
      most: 100
    })
    const many = approvalProfile(['a', 'b'], [{ approved: ['a'], count: Number.MAX_SAFE_INTEGER }])
    expect(() => proportionalApproval(many, 2)).toThrow('proportionalApproval: 2 seats')
  })

  it('take the committee of a declared order’s earliest members, and say where it was needed', () => {
    const profile = approvalProfile(['a', 'b', 'c'], [{ approved: ['a', 'b', 'c'] }])
    const { outcome, tieBreaks, committees } = proportionalApproval(profile, 2, {
      ties: { order: ['c', 'a', 'b'] }
    })
    expect(committees).toHaveLength(3)
    expect(outcome).toEqual({ kind: 'elected', ids: ['a', 'c'] })
    expect(tieBreaks).toEqual([
      { among: ['a', 'c'], chosen: 'c' },
      { among: ['a', 'b'], chosen: 'a' }
    ])
  })

  it('say when there are fewer options than seats', () => {
    const profile = approvalProfile(['a'], [{ approved: ['a'] }])
    for (const rule of [
      proportionalApproval,
      chamberlinCourant,
      sequentialPhragmen,
      sequentialProportionalApproval
    ]) {
      expect(rule(profile, 2).outcome).toEqual({ kind: 'too-few', have: 1, need: 2 })
      expect(() => rule(profile, 0)).toThrow('seats')
    }
  })
})

describe('extended justified representation', () => {
  it('holds for proportionalApproval: some voter of a group with ℓ common options and ℓ shares has ℓ members', () => {
    fc.assert(
      fc.property(approvalElections(), ({ options, ballots }) => {
        const seats = Math.min(3, options.length)
        const voters = ballots.reduce((sum, { count = 1 }) => sum + count, 0)
        for (const committee of proportionalApproval(approvalProfile(options, ballots), seats).committees) {
          for (const size of [1, 2, 3]) {
            for (const common of subsets(options, Math.min(size, options.length))) {
              const group = ballots.filter(({ approved }) => common.every(id => approved.includes(id)))
              const lacking = group.filter(ballot => members(ballot, committee) < common.length)
              const weight = lacking.reduce((sum, { count = 1 }) => sum + count, 0)
              expect(weight * seats).toBeLessThan(common.length * voters)
            }
          }
        }
      })
    )
  })
})

describe('sequentialProportionalApproval', () => {
  it('lists what each option without a seat would add, the greatest first, equal ones by their ids', () => {
    const profile = approvalProfile(
      ['a', 'b', 'c', 'd', 'e'],
      [
        { approved: ['b'] },
        { approved: ['d', 'c'], count: 5 },
        { approved: ['e', 'a'], count: 2 },
        { approved: ['d'] }
      ]
    )
    // With d seated, the five who approve of c too add a half each.
    expect(
      sequentialProportionalApproval(profile, 2, { ties: { order: profile.options } }).course.rounds
    ).toEqual([
      {
        chosen: 'd',
        gains: [
          { id: 'd', gain: 6 },
          { id: 'c', gain: 5 },
          { id: 'a', gain: 2 },
          { id: 'e', gain: 2 },
          { id: 'b', gain: 1 }
        ]
      },
      {
        chosen: 'c',
        gains: [
          { id: 'c', gain: 2.5 },
          { id: 'a', gain: 2 },
          { id: 'e', gain: 2 },
          { id: 'b', gain: 1 }
        ]
      }
    ])
  })

  it('takes an option of the greatest gain in every round, by counting again', () => {
    fc.assert(
      fc.property(approvalElections({ options: { min: 3, max: 5 } }), ({ options, ballots }) => {
        const order = options.toReversed()
        const { course, outcome } = sequentialProportionalApproval(approvalProfile(options, ballots), 3, {
          ties: { order }
        })
        const elected: string[] = []
        for (const { chosen } of course.rounds) {
          const left = options.filter(id => !elected.includes(id))
          const best = maximisers(left, id => total(ballots, [...elected, id], harmonic))
          expect(chosen).toBe(order.find(id => best.includes(id)))
          elected.push(chosen)
        }
        expect(outcome).toEqual({ kind: 'elected', ids: elected.sort() })
      })
    )
  })

  it('lists the gains of a round and stops the common course at an open tie', () => {
    const profile = approvalProfile(
      ['a', 'b', 'c'],
      [{ approved: ['a'], count: 2 }, { approved: ['a', 'b', 'c'] }]
    )
    const { course, committees } = sequentialProportionalApproval(profile, 2)
    expect(course.rounds).toEqual([
      {
        chosen: 'a',
        gains: [
          { id: 'a', gain: 3 },
          { id: 'b', gain: 1 },
          { id: 'c', gain: 1 }
        ]
      }
    ])
    expect(course.fork!.among).toEqual(['b', 'c'])
    expect(committees).toEqual([
      ['a', 'b'],
      ['a', 'c']
    ])
  })
})

describe('sequentialPhragmen', () => {
  it('elects, at each moment, whoever’s supporters first have 1 together, by a clock of earned money', () => {
    fc.assert(
      fc.property(approvalElections({ options: { min: 2, max: 4 } }), ({ options, ballots }) => {
        const order = [...options]
        const seats = 2
        fc.pre(options.filter(id => ballots.some(({ approved }) => approved.includes(id))).length >= seats)
        const { course } = sequentialPhragmen(approvalProfile(options, ballots), seats, { ties: { order } })
        // Voters earn 1 per unit of time; an option is bought when its supporters hold 1, which they then lose.
        const spentAt = ballots.map(() => 0)
        const elected: string[] = []
        for (const { chosen, loads } of course.rounds) {
          const times = options
            .filter(id => !elected.includes(id))
            .map(id => {
              const group = ballots.flatMap(({ approved, count = 1 }, b) =>
                approved.includes(id) ? [{ count, b }] : []
              )
              const voters = group.reduce((sum, { count }) => sum + count, 0)
              const time = (1 + group.reduce((sum, { count, b }) => sum + count * spentAt[b]!, 0)) / voters
              return { id, time }
            })
            .filter(({ time }) => Number.isFinite(time))
          const first = Math.min(...times.map(({ time }) => time))
          expect(loads[0]!.load).toBeCloseTo(first, 12)
          expect(times.find(({ id }) => id === chosen)!.time).toBeCloseTo(first, 12)
          ballots.forEach(({ approved }, b) => approved.includes(chosen) && (spentAt[b] = first))
          elected.push(chosen)
        }
      })
    )
  })

  it('lets options that nobody approves of tie for the seats left', () => {
    const profile = approvalProfile(['a', 'b', 'c'], [{ approved: ['a'] }])
    const { outcome, course } = sequentialPhragmen(profile, 2)
    expect(outcome).toEqual({ kind: 'tie', among: ['b', 'c'], certain: ['a'], places: 1 })
    expect(course.rounds[0]!.loads[2]).toEqual({ id: 'c', load: null })
    const order = ['a', 'c', 'b']
    expect(sequentialPhragmen(profile, 2, { ties: { order } }).outcome).toEqual({
      kind: 'elected',
      ids: ['a', 'c']
    })
  })
})
