import { describe, expect, it } from 'vitest'
import { plurality, rankedProfile } from '../index.ts'
import { influenceReport } from './influence-report.ts'

const ballots = [
  ...['a', 'b', 'c'].map(voter => ({ voter, ranking: ['park'] })),
  ...['d', 'e', 'x', 'y'].map(voter => ({ voter, ranking: ['pool'] }))
]
const winner = (without: ReadonlySet<string>) =>
  plurality(
    rankedProfile(
      ['park', 'pool'],
      ballots.filter(({ voter }) => !without.has(voter))
    )
  ).outcome

describe('influenceReport', () => {
  it('refuses a group named twice and a count that is not the same twice', () => {
    const twice = [
      { name: 'g', ids: [] },
      { name: 'g', ids: [] }
    ]
    expect(() => influenceReport(twice, winner)).toThrow('influenceReport: groups must have distinct ids')
    let count = 0
    expect(() => influenceReport([], () => count++)).toThrow('the count must give the same')
  })

  it('tells which groups the outcome hangs on, and keeps the outcome', () => {
    const report = influenceReport(
      [
        { name: 'burst', ids: ['x', 'y', 'x'] },
        { name: 'neighbours', ids: ['a'] },
        { name: 'nobody', ids: ['z'] }
      ],
      winner
    )
    expect(report.outcome).toEqual({ kind: 'winner', id: 'pool' })
    expect(report.without.map(({ name, people, changed }) => [name, people, changed])).toEqual([
      ['burst', 2, true],
      ['neighbours', 1, false],
      ['nobody', 1, false]
    ])
    expect(report.without[0]!.outcome).toEqual({ kind: 'winner', id: 'park' })
    expect(report.withoutAll).toMatchObject({ people: 4, changed: true })
    expect(report.isRobust).toBe(false)
  })

  it('calls robust what no group changes, by a sameness of one’s own', () => {
    const groups = [{ name: 'g', ids: ['a'] }]
    const sizes = (without: ReadonlySet<string>) => 10 - without.size
    expect(influenceReport(groups, sizes).isRobust).toBe(false)
    expect(influenceReport(groups, sizes, { isSame: (a, b) => Math.abs(a - b) < 2 }).isRobust).toBe(true)
  })

  it('stops when told to', () => {
    const signal = AbortSignal.abort(new Error('enough'))
    expect(() => influenceReport([{ name: 'g', ids: [] }], winner, { signal })).toThrow('enough')
  })
})
