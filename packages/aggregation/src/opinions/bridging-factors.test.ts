import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyOpinions } from '../../testing/opinions.ts'
import { seededRandom } from '../random.ts'
import { bridgingFactors, type BridgingFactors, type BridgingSettings } from './bridging-factors.ts'
import { bridgingObjective } from './bridging-objective.ts'
import { opinionProfile } from './opinion-profile.ts'
import {
  type NoteRating,
  ratingProfile,
  ratingProfileOfColumns,
  ratingsOfOpinions
} from './rating-profile.ts'

const factors = (ratings: readonly NoteRating[], settings: BridgingSettings = {}) =>
  bridgingFactors(ratingProfile(ratings), settings) as BridgingFactors

/** Two camps, one larger, and notes that only one or both of them find helpful. */
function divided(people: number, share: number): NoteRating[] {
  const random = seededRandom('divided')
  return Array.from({ length: people }, (_, i) => {
    const isLeft = i < people * share
    return ['both', 'left', 'right', 'neither']
      .flatMap(kind =>
        Array.from({ length: 6 }, (_, n) => {
          const likes = kind === 'both' || (kind === 'left' && isLeft) || (kind === 'right' && !isLeft)
          const value = random.next() < 0.9 === likes ? 1 : 0
          return { rater: `r${i}`, note: `${kind} ${n}`, value }
        })
      )
      .filter(() => random.next() < 0.6)
  }).flat()
}

describe('bridgingFactors', () => {
  it('refuses values that are not finite, second ratings, and settings out of range', () => {
    const rating = { rater: 'a', note: 'x', value: 1 }
    expect(() => ratingProfile([{ ...rating, value: NaN }])).toThrow('ratingProfile: the value of row 0')
    expect(() => ratingProfile([rating, rating])).toThrow('"a" rates "x" twice')
    const columns = { raters: ['a'], notes: ['x'], raterOf: [0], noteOf: [1], values: [1] }
    expect(() => ratingProfileOfColumns(columns)).toThrow('row 0 must name a rater and a note')
    expect(() => ratingProfileOfColumns({ ...columns, values: [] })).toThrow('equal length')
    expect(() => factors([rating], { interceptPenalty: 0 })).toThrow('bridgingFactors: interceptPenalty')
    expect(() => factors([rating], { tolerance: NaN })).toThrow('bridgingFactors: tolerance')
    const start = { globalIntercept: NaN, notes: [] }
    expect(() => factors([rating], { start })).toThrow('the start must be finite')
  })

  it('has no answer without ratings, and a finite one for a single rating or silent people', () => {
    expect(bridgingFactors(ratingProfile([]))).toEqual({ kind: 'too-few', have: 0, need: 1 })
    const columns = {
      raters: ['a', 'silent'],
      notes: ['x', 'unseen'],
      raterOf: [0],
      noteOf: [0],
      values: [1]
    }
    const found = bridgingFactors(ratingProfileOfColumns(columns)) as BridgingFactors
    expect(found.notes[0]).toMatchObject({ id: 'unseen', intercept: 0, factor: 0 })
    expect(JSON.stringify(found)).not.toContain('null')
  })

  it('puts what both camps like above what the larger one likes', () => {
    const { notes, raters } = factors(divided(120, 0.7))
    const meanOf = (kind: string) => {
      const own = notes.filter(({ id }) => id.startsWith(kind))
      return own.reduce((sum, { intercept }) => sum + intercept, 0) / own.length
    }
    expect(meanOf('both')).toBeGreaterThan(meanOf('left') + 0.1)
    expect(meanOf('left')).toBeGreaterThan(meanOf('neither') + 0.1)
    // More raters stand below 0: those of the larger camp.
    expect(raters.filter(({ factor }) => factor < 0).length).toBeGreaterThan(60)
    expect(raters.find(({ id }) => id === 'r0')!.factor).toBeLessThan(0)
  })

  it('moves no number by more than 1e-9 in another order and under other names', () => {
    const ratings = divided(60, 0.6)
    const one = factors(ratings)
    const other = factors(
      ratings.toReversed().map(({ rater, note, value }) => ({
        rater: `${1000 - Number(rater.slice(1))}`,
        note: `n ${note}`,
        value
      }))
    )
    one.notes.forEach(({ intercept, factor }, n) => {
      expect(Math.abs(intercept - other.notes[n]!.intercept)).toBeLessThan(1e-9)
      expect(Math.abs(factor - other.notes[n]!.factor)).toBeLessThan(1e-9)
    })
  })

  it('finds no less from an earlier result, in fewer steps', () => {
    const ratings = divided(80, 0.6)
    const earlier = factors(ratings.slice(0, -3))
    const [cold, warm] = [factors(ratings), factors(ratings, { start: earlier })]
    expect(warm.steps).toBeLessThan(cold.steps)
    cold.notes.forEach(({ intercept }, n) =>
      expect(Math.abs(intercept - warm.notes[n]!.intercept)).toBeLessThan(1e-6)
    )
  })

  it('cannot be bettered by moving any number, raters’ included', () => {
    const ratings = divided(12, 0.5)
    const found = factors(ratings)
    const value = (changed: BridgingFactors) => plainObjective(ratings, changed)
    expect(value(found)).toBeCloseTo(found.objective, 12)
    for (const list of ['notes', 'raters'] as const) {
      found[list].forEach((_, i) => {
        for (const key of ['intercept', 'factor'] as const) {
          for (const step of [-1e-3, 1e-3]) {
            const moved = found[list].map((own, j) => (j === i ? { ...own, [key]: own[key] + step } : own))
            expect(value({ ...found, [list]: moved } as BridgingFactors)).toBeGreaterThanOrEqual(
              found.objective
            )
          }
        }
      })
    }
  })

  it('says when its steps ran out, and stops when told to', () => {
    const ratings = divided(40, 0.6)
    expect(factors(ratings, { mostSteps: 2 }).settled).toBe(false)
    expect(() => factors(ratings, { signal: AbortSignal.abort(new Error('enough')) })).toThrow('enough')
  })
})

describe('bridgingObjective', () => {
  it('has the gradient that differences show', () => {
    const profile = ratingProfile(divided(10, 0.5))
    const objective = bridgingObjective(profile, { intercept: 0.15, factor: 0.03 })
    const random = seededRandom('point')
    const point = Float64Array.from({ length: objective.size }, () => random.next() - 0.5)
    const gradient = new Float64Array(objective.size)
    objective.evaluate(point, gradient)
    const scratch = new Float64Array(objective.size)
    point.forEach((value, i) => {
      const at = (x: number) => objective.evaluate(point.with(i, x), scratch)
      expect((at(value + 1e-5) - at(value - 1e-5)) / 2e-5).toBeCloseTo(gradient[i]!, 7)
    })
  })
})

describe('ratingsOfOpinions', () => {
  it('reads agree as 1, pass as ½, disagree as 0, without what moderation took out', () => {
    const word = { agree: 1, pass: 0.5, disagree: 0 }
    fc.assert(
      fc.property(anyOpinions(), fc.nat(5), ({ statements, votes }, out) => {
        const moderatedOut = statements.slice(out, out + 1)
        const profile = ratingsOfOpinions(opinionProfile(statements, votes, { moderatedOut }))
        const open = votes.filter(({ statement }) => !moderatedOut.includes(statement))
        const own = open.map(({ voter, statement, vote }) => ({
          rater: voter,
          note: statement,
          value: word[vote]
        }))
        const raters = [...new Set(votes.map(({ voter }) => voter))]
        const notes = statements.filter(id => !moderatedOut.includes(id))
        const columns = {
          raters,
          notes,
          raterOf: own.map(({ rater }) => raters.indexOf(rater)),
          noteOf: own.map(({ note }) => notes.indexOf(note)),
          values: own.map(({ value }) => value)
        }
        expect(profile).toEqual(ratingProfileOfColumns(columns))
      })
    )
  })
})

/** The objective from its definition. */
function plainObjective(
  ratings: readonly NoteRating[],
  { globalIntercept, notes, raters }: BridgingFactors
): number {
  const [noteOf, raterOf] = [notes, raters].map(list => new Map(list.map(own => [own.id, own])))
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const square = (value: number) => value * value
  const errors = ratings.map(({ rater, note, value }) => {
    const [u, n] = [raterOf!.get(rater)!, noteOf!.get(note)!]
    return square(value - globalIntercept - u.intercept - n.intercept - u.factor * n.factor)
  })
  const penalty = (key: 'intercept' | 'factor') =>
    mean(raters.map(own => square(own[key]))) + mean(notes.map(own => square(own[key])))
  return mean(errors) + 0.15 * (penalty('intercept') + square(globalIntercept)) + 0.03 * penalty('factor')
}
