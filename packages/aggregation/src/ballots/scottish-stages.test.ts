import { describe, expect, it } from 'vitest'
import type { Course } from './courses.ts'
import { rankedProfile } from './ranked-profile.ts'
import type { ScottishStage } from './scottish-stages.ts'
import { scottishStv } from './scottish-stv.ts'

describe('the stages of scottishStv', () => {
  it('tell what was done, what everybody has, and what was lost, as counted by hand', () => {
    const profile = rankedProfile(
      ['a', 'b', 'c', 'd'],
      [{ ranking: ['a', 'b'], count: 6 }, { ranking: ['c', 'b'], count: 3 }, { ranking: ['d', 'c'] }]
    )
    // Quota ⌊10 ∕ 3⌋ + 1 = 4. Six papers of a move at 2 ∕ 6, cut to 0.33333: 1.99998 to b. Then d goes out to c.
    const stage = (
      stage: number,
      action: object,
      votes: readonly string[],
      standings: readonly string[],
      elected: readonly string[],
      lost: string
    ) => ({
      stage,
      action,
      votes: ['a', 'b', 'c', 'd'].map((id, i) => ({ id, votes: votes[i], standing: standings[i] })),
      nonTransferable: '0.00000',
      lost,
      elected,
      lookBack: null
    })
    const [e, c, x] = ['elected', 'continuing', 'excluded']
    const { quota, course, outcome } = scottishStv(profile, 2)
    expect(quota).toBe(4)
    expect(outcome).toEqual({ kind: 'elected', ids: ['a', 'c'] })
    expect(course.rounds).toEqual([
      stage(
        1,
        { kind: 'first-preferences' },
        ['6.00000', '0.00000', '3.00000', '1.00000'],
        [e, c, c, c],
        ['a'],
        '0.00000'
      ),
      stage(
        2,
        { kind: 'surplus', of: 'a', surplus: '2.00000' },
        ['4.00000', '1.99998', '3.00000', '1.00000'],
        [e, c, c, c],
        [],
        '0.00002'
      ),
      stage(
        3,
        { kind: 'exclusion', of: ['d'] },
        ['4.00000', '1.99998', '4.00000', '0.00000'],
        [e, c, e, x],
        ['c'],
        '0.00002'
      )
    ])
  })

  it('name those elected at one stage by their votes, and transfer the greatest surplus first', () => {
    const profile = rankedProfile(
      ['a', 'b', 'c', 'd'],
      [
        { ranking: ['a', 'd'], count: 5 },
        { ranking: ['b', 'c'], count: 6 },
        { ranking: ['c'], count: 2 },
        { ranking: ['d'] }
      ]
    )
    // Quota ⌊14 ∕ 4⌋ + 1 = 4; b has a surplus of 2, a of 1.
    const { rounds } = scottishStv(profile, 3).course
    expect(rounds[0]!.elected).toEqual(['b', 'a'])
    expect(rounds[1]!.action).toEqual({ kind: 'surplus', of: 'b', surplus: '2.00000' })
    expect(rounds[2]!.action).toEqual({ kind: 'surplus', of: 'a', surplus: '1.00000' })
  })

  it('stay exact where a surplus times the value of a paper is beyond what doubles hold', () => {
    const profile = rankedProfile(
      ['a', 'b', 'c'],
      [
        { ranking: ['a', 'b'], count: 3_000_000 },
        { ranking: ['c'], count: 500_000 }
      ]
    )
    // Quota 1,166,667; 1,833,333 ∕ 3,000,000 = 0.61111 cut, times three million papers.
    const { rounds } = scottishStv(profile, 2).course
    expect(rounds[1]!.votes[1]).toEqual({ id: 'b', votes: '1833330.00000', standing: 'elected' })
    expect(rounds[1]!.lost).toBe('3.00000')
  })

  it('follow ties after ties to every committee they lead to', () => {
    const profile = rankedProfile(
      ['a', 'b', 'c'],
      ['a', 'b', 'c'].map(id => ({ ranking: [id] }))
    )
    expect(scottishStv(profile, 1)).toMatchObject({ committees: [['a'], ['b'], ['c']], complete: true })
    expect(scottishStv(profile, 2)).toMatchObject({
      committees: [
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'c']
      ]
    })
  })

  it.each([
    ['ties after ties', 1, { ab: 2, ba: 2, cd: 3, dc: 3 }, ['ac', 'ad', 'bc', 'bd']],
    ['a surplus after a tie', 2, { acd: 2, bcd: 2, cae: 3, cbe: 2, d: 4, e: 3 }, ['a', 'b']]
  ])('are those of a declared order along each way through %s', (_, seats, papers, expected) => {
    const profile = rankedProfile(
      [...new Set(Object.keys(papers).join(''))],
      Object.entries(papers).map(([ranking, count]) => ({ ranking: [...ranking], count }))
    )
    const ways = waysThrough(scottishStv(profile, seats).course)
    expect(ways.map(({ out }) => out.join(''))).toEqual(expected)
    for (const { out, rounds } of ways) {
      const order = [...profile.options.filter(id => !out.includes(id)), ...out]
      expect(scottishStv(profile, seats, { ties: { order } }).course.rounds).toEqual(rounds)
    }
  })
})

/** All rounds along every way through the ties of a course, and who was chosen to go out on it. */
function waysThrough({
  rounds,
  fork
}: Course<ScottishStage>): { out: string[]; rounds: readonly ScottishStage[] }[] {
  if (!fork) return [{ out: [], rounds }]
  return fork.branches.flatMap(({ choice, course }) =>
    waysThrough(course!).map(way => ({ out: [choice, ...way.out], rounds: [...rounds, ...way.rounds] }))
  )
}
