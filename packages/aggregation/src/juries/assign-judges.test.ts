import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { subsets } from '../../testing/brute-force.ts'
import { seededRandom } from '../random.ts'
import { type Assignment, assignJudges, type AvailableJudge, type Conflict } from './assign-judges.ts'

const names = (letter: string, size: number) =>
  Array.from({ length: size }, (_, i) => `${letter}${String(i).padStart(3, '0')}`)
const judges = (size: number) => names('judge', size).map(id => ({ id }))

function assigned(
  judges: readonly AvailableJudge[],
  entries: readonly string[],
  perEntry: number,
  conflicts: readonly Conflict[] = []
): Assignment {
  const result = assignJudges(judges, entries, { perEntry, conflicts, random: seededRandom('deal') })
  if (result.kind !== 'assigned') throw new Error('expected an assignment')
  return result
}

describe('assignJudges', () => {
  it('deals evenly in one part: loads differ by one at most', () => {
    for (const [j, e, perEntry] of [
      [7, 20, 3],
      [12, 50, 2],
      [5, 5, 4],
      [30, 100, 3]
    ] as const) {
      const result = assigned(judges(j), names('entry', e), perEntry)
      const loads = result.judges.map(({ entries }) => entries.length)
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
      expect(result.entries.every(({ judges }) => new Set(judges).size === perEntry)).toBe(true)
      expect(result.parts).toBe(1)
      expect(result.seed).toBe('deal')
    }
  })

  it('lets pairs of judges meet about equally often', () => {
    const { entries } = assigned(judges(6), names('entry', 30), 2)
    const met = new Map<string, number>()
    for (const { judges } of entries) met.set(judges.join(), (met.get(judges.join()) ?? 0) + 1)
    expect(met.size).toBe(15)
    expect(Math.max(...met.values())).toBeLessThanOrEqual(4)
  })

  it('never gives an entry to a judge with a conflict or beyond a judge’s limit, and is as even as can be', () => {
    const setting = fc.record({
      conflicts: fc.uniqueArray(fc.tuple(fc.nat(2), fc.nat(3)), { selector: pair => pair.join() }),
      limits: fc.tuple(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 })
      ),
      perEntry: fc.integer({ min: 1, max: 2 })
    })
    fc.assert(
      fc.property(setting, ({ conflicts, limits, perEntry }) => {
        const list = limits.map((most, j) => ({ id: `j${j}`, most }))
        const entries = ['e0', 'e1', 'e2', 'e3']
        const barred = conflicts.map(([j, e]) => ({ judge: `j${j}`, entry: `e${e}` }))
        const result = assignJudges(list, entries, {
          perEntry,
          conflicts: barred,
          random: seededRandom('deal')
        })
        const best = leastSquares(list, entries, perEntry, barred)
        if (result.kind === 'no-assignment') {
          expect(best).toBe(Infinity)
          expect(result.short.length).toBeGreaterThan(0)
          return
        }
        for (const { judge, entry } of barred) {
          expect(result.entries.find(({ id }) => id === entry)!.judges).not.toContain(judge)
        }
        let squares = 0
        for (const { id, entries } of result.judges) {
          expect(entries.length).toBeLessThanOrEqual(list.find(own => own.id === id)!.most)
          squares += entries.length ** 2
        }
        expect(squares).toBe(best)
      })
    )
  })

  it('joins all entries by common judges where conflicts leave a way', () => {
    // Two schools that must not judge themselves, and one judge from elsewhere with little time.
    const list = [...names('a', 4), ...names('b', 4)].map(id => ({ id }))
    const entries = [...names('of a', 8), ...names('of b', 8)]
    const conflicts = list.flatMap(({ id }) =>
      entries.filter(entry => entry[3] === id[0]).map(entry => ({ judge: id, entry }))
    )
    const apart = assigned(list, entries, 2, conflicts)
    expect(apart.parts).toBe(2)
    const joined = assigned([...list, { id: 'c', most: 4 }], entries, 2, conflicts)
    expect(joined.parts).toBe(1)
  })

  it('deals the same from the same seed in every order of judges and entries', () => {
    const list = judges(6)
    const entries = names('entry', 15)
    expect(assigned(list.toReversed(), entries.toReversed(), 3)).toEqual(assigned(list, entries, 3))
  })

  it('says where judges do not suffice, and refuses what is unknown', () => {
    const random = () => seededRandom('deal')
    expect(assignJudges(judges(1), ['a'], { perEntry: 2, random: random() })).toEqual({
      kind: 'no-assignment',
      short: [{ entry: 'a', have: 1, need: 2 }]
    })
    expect(assigned(judges(2), [], 2)).toMatchObject({ entries: [], parts: 0 })
    expect(() => assignJudges(judges(1), ['a', 'a'], { perEntry: 1, random: random() })).toThrow(
      'distinct ids'
    )
    expect(() => assignJudges([{ id: 'j', most: -1 }], ['a'], { perEntry: 1, random: random() })).toThrow(
      'most of "j"'
    )
    const conflicts = [{ judge: 'x', entry: 'a' }]
    expect(() => assignJudges(judges(1), ['a'], { perEntry: 1, random: random(), conflicts })).toThrow(
      'not a judge'
    )
  })
})

/** The least sum of squared loads over every way to deal; infinite where there is none. */
function leastSquares(
  judges: readonly { readonly id: string; readonly most: number }[],
  entries: readonly string[],
  perEntry: number,
  conflicts: readonly Conflict[]
): number {
  const panels = entries.map(entry =>
    subsets(
      judges
        .map(({ id }) => id)
        .filter(judge => !conflicts.some(own => own.judge === judge && own.entry === entry)),
      perEntry
    )
  )
  const visit = (from: number, loads: Readonly<Record<string, number>>): number => {
    if (from === panels.length) return Object.values(loads).reduce((sum, load) => sum + load ** 2, 0)
    return Math.min(
      Infinity,
      ...panels[from]!.map(panel => {
        const next = { ...loads }
        for (const judge of panel) next[judge] = (next[judge] ?? 0) + 1
        return judges.some(({ id, most }) => (next[id] ?? 0) > most) ? Infinity : visit(from + 1, next)
      })
    )
  }
  return visit(0, {})
}
