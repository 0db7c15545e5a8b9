import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyOpinions } from '../../testing/opinions.ts'
import { bridgingRanking } from '../rankings/index.ts'
import { seededRandom } from '../random.ts'
import { consensusStatements } from './consensus-statements.ts'
import { drawStatement } from './draw-statement.ts'
import { groupInformedConsensus } from './group-informed-consensus.ts'
import { groupStatistics, updateGroupStatistics } from './group-statistics.ts'
import { opinionProfile } from './opinion-profile.ts'
import { representativeStatements } from './representative-statements.ts'
import { smoothGroupCount } from './smooth-group-count.ts'
import { statementPriorities } from './statement-priorities.ts'
import { updateOpinions } from './update-opinions.ts'

const tallies = (agree: number[], disagree: number[], seen: number[]) => ({ agree, disagree, seen })
const statisticsOf = (statements: string[], ...groups: ReturnType<typeof tallies>[]) => ({
  statements,
  isOut: statements.map(() => false),
  everybody: groups.reduce((a, b) => ({
    agree: a.agree.map((count, s) => count + b.agree[s]!),
    disagree: a.disagree.map((count, s) => count + b.disagree[s]!),
    seen: a.seen.map((count, s) => count + b.seen[s]!)
  })),
  groups
})

describe('groupStatistics', () => {
  it('refuses groups that do not fit the voters', () => {
    const profile = opinionProfile(['s'], [{ voter: 'a', statement: 's', vote: 'agree' }])
    expect(() => groupStatistics(profile, [], 1)).toThrow('one group a voter')
    expect(() => groupStatistics(profile, [1], 1)).toThrow('a whole number below 1, got 1')
    const statistics = groupStatistics(profile, [0], 1)
    const change = { statement: 's', group: 0, before: null, after: 'agree' } as const
    expect(() => updateGroupStatistics(statistics, { ...change, group: 1 })).toThrow('there is no group 1')
    expect(() => updateGroupStatistics(statistics, { ...change, statement: 't' })).toThrow(
      '"t" is not a statement'
    )
    expect(() => updateGroupStatistics(statistics, { ...change, before: 'disagree' })).toThrow('no such vote')
    expect(() => updateGroupStatistics(statistics, { ...change, after: 'yes' as 'pass' })).toThrow(
      'a vote must be'
    )
  })

  it('updated vote by vote equals counting all again', () => {
    fc.assert(
      fc.property(anyOpinions(), anyOpinions(), (before, after) => {
        const statements = [...new Set([...before.statements, ...after.statements])]
        const groupOf = (voter: string) => [0, 1, null][Number(voter.slice(1)) % 3]!
        let profile = opinionProfile(statements, before.votes)
        const count = () => groupStatistics(profile, profile.voters.map(groupOf), 2)
        let statistics = count()
        for (const { voter, statement, vote } of after.votes) {
          const known = before.votes.find(cast => cast.voter === voter && cast.statement === statement)
          const change = { statement, group: groupOf(voter), before: known?.vote ?? null, after: vote }
          statistics = updateGroupStatistics(statistics, change)
        }
        profile = updateOpinions(profile, after.votes)
        expect(statistics).toEqual(count())
      })
    )
  })
})

describe('representativeStatements', () => {
  it('refuses to show none, and has nothing to show without votes', () => {
    const none = statisticsOf(['s'], tallies([0], [0], [0]))
    expect(() => representativeStatements(none, { most: 0 })).toThrow('representativeStatements: most')
    expect(representativeStatements(none).groups[0]!.isSignificant).toBe(false)
    expect(representativeStatements(statisticsOf([], tallies([], [], []))).groups[0]!.statements).toEqual([])
  })

  it('keeps the first of equal statements, and says so', () => {
    const same = (value: number) => Array.from({ length: 7 }, () => value)
    const statistics = statisticsOf(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      tallies(same(9), same(0), same(10)),
      tallies(same(1), same(9), same(10))
    )
    const [first] = representativeStatements(statistics, { most: 3 }).groups
    expect(first!.statements.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(first!.tieBreaks).toEqual(
      ['b', 'c'].map(chosen => ({ among: ['b', 'c', 'd', 'e', 'f', 'g'], chosen }))
    )
  })

  it('leaves out what moderation took out', () => {
    const statistics = {
      ...statisticsOf(['s', 't'], tallies([9, 8], [0, 0], [9, 9]), tallies([0, 1], [9, 8], [9, 9])),
      isOut: [true, false]
    }
    const shown = representativeStatements(statistics).groups.flatMap(({ statements }) => statements)
    expect(new Set(shown.map(({ id }) => id))).toEqual(new Set(['t']))
    expect(consensusStatements(statistics).agree.map(({ id }) => id)).not.toContain('s')
    expect(statementPriorities(statistics, []).map(({ id }) => id)).toEqual(['t'])
  })

  it('does not depend on the order of the groups', () => {
    const cell = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9))
    const row = fc.array(cell, { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 4 }), rows => {
        const groups = rows.map(row =>
          tallies(
            row.map(([agree]) => agree),
            row.map(([, disagree]) => disagree),
            row.map(([agree, disagree, pass]) => agree + disagree + pass)
          )
        )
        const ids = ['a', 'b', 'c', 'd', 'e']
        const one = representativeStatements(statisticsOf(ids, ...groups)).groups
        const other = representativeStatements(statisticsOf(ids, ...groups.toReversed())).groups
        expect(other.toReversed()).toEqual(one)
      })
    )
  })
})

describe('groupInformedConsensus', () => {
  it('needs a group, and is the number by which bridgingRanking ranks', () => {
    expect(() => groupInformedConsensus(statisticsOf(['s'], tallies([1], [0], [1])))).not.toThrow()
    const statistics = statisticsOf(['s'], tallies([3], [0], [3]), tallies([1], [0], [2]))
    expect(() => groupInformedConsensus({ ...statistics, groups: [] })).toThrow('at least one group')
    const groups = [
      { group: 'x', agree: 3, seen: 3 },
      { group: 'y', agree: 1, seen: 2 }
    ]
    const [ranked] = bridgingRanking([{ id: 's', groups }]).groups
    expect(groupInformedConsensus(statistics)[0]!.agree).toBeCloseTo(ranked!.score, 11)
  })
})

describe('statementPriorities and drawStatement', () => {
  it('give meta statements their fixed weight and refuse extremities that are none', () => {
    const statistics = statisticsOf(['s', 'm'], tallies([3, 3], [0, 0], [9, 9]))
    const [plain, meta] = statementPriorities(statistics, [{ id: 's', extremity: 1 }], {
      metaStatements: ['m']
    })
    expect([plain!.extremity, meta!.priority]).toEqual([1, 49])
    expect(() => statementPriorities(statistics, [{ id: 's', extremity: NaN }])).toThrow(
      'the extremity of "s"'
    )
    expect(() => statementPriorities(statistics, [{ id: 's', extremity: -1 }])).toThrow('at least 0')
  })

  it('draw in proportion to priority, never what has been seen, and in any order of the list', () => {
    const priorities = [
      { id: 'a', priority: 1 },
      { id: 'b', priority: 3 },
      { id: 'c', priority: 0 }
    ]
    const random = seededRandom('draws')
    let drawn = 0
    for (let i = 0; i < 4000; i++) {
      const own = drawStatement(priorities, [], random)
      if (own.kind === 'drawn' && own.id === 'b') drawn++
    }
    expect(Math.abs(drawn / 4000 - 0.75)).toBeLessThan(0.03)
    expect(drawStatement(priorities, ['a', 'b'], random)).toEqual({ kind: 'too-few', have: 0, need: 1 })
    const [one, other] = [priorities, priorities.toReversed()].map(list =>
      drawStatement(list, [], seededRandom('same'))
    )
    expect(other).toEqual(one)
    expect(() => drawStatement([{ id: 'a', priority: -1 }], [], random)).toThrow(
      'drawStatement: the priority'
    )
  })
})

describe('smoothGroupCount', () => {
  it('changes only after as many times in a row as asked, and begins again in between', () => {
    const counts = [2, 3, 3, 3, 2, 3, 3, 3, 3].reduce<ReturnType<typeof smoothGroupCount>[]>(
      (all, best) => [...all, smoothGroupCount(all.at(-1) ?? null, best, 4)],
      []
    )
    expect(counts.map(({ count }) => count)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 3])
    expect(() => smoothGroupCount(null, 0, 4)).toThrow('smoothGroupCount: best')
    expect(() => smoothGroupCount(null, 2, 0)).toThrow('patience')
  })
})
