import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ForecastAnswer, surprisinglyPopular } from './surprisingly-popular.ts'

const crowd = (count: number, answer: string, yes: number): ForecastAnswer[] =>
  Array.from({ length: count }, () => ({ answer, expected: { yes, no: 1 - yes } }))

describe('surprisinglyPopular', () => {
  it('refuses unknown answers and expectations that are no shares', () => {
    const ask = (own: ForecastAnswer) => () => surprisinglyPopular(['yes', 'no'], [own])
    expect(ask({ answer: 'maybe', expected: {} })).toThrow('"maybe" is not one of the answers')
    expect(ask({ answer: 'yes', expected: { maybe: 1 } })).toThrow('"maybe" is expected')
    expect(ask({ answer: 'yes', expected: { yes: 1.2, no: -0.2 } })).toThrow('the expected share of "yes"')
    expect(ask({ answer: 'yes', expected: { yes: 0.5 } })).toThrow('must sum to 1, got 0.5')
  })

  it('finds the truth a minority knows, as with the capital of Pennsylvania', () => {
    // Is Philadelphia the capital? Most say yes and expect nearly everybody to; those who say no expect to be
    // few.
    const { outcome, surprises } = surprisinglyPopular(
      ['yes', 'no'],
      [...crowd(65, 'yes', 0.8), ...crowd(35, 'no', 0.7)]
    )
    expect(outcome).toEqual({ kind: 'winner', id: 'no' })
    expect(surprises[0]!.share).toBe(0.35)
    expect(surprises[0]!.expected).toBeCloseTo(0.235, 11)
  })

  it('keeps the majority where it is itself surprising, as with the capital of South Carolina', () => {
    const { outcome } = surprisinglyPopular(
      ['yes', 'no'],
      [...crowd(64, 'yes', 0.5), ...crowd(36, 'no', 0.4)]
    )
    expect(outcome).toEqual({ kind: 'winner', id: 'yes' })
  })

  it('reports a tie, or decides it by a declared order', () => {
    const even = [...crowd(1, 'yes', 0.5), ...crowd(1, 'no', 0.5)]
    expect(surprisinglyPopular(['yes', 'no'], even).outcome).toEqual({ kind: 'tie', among: ['no', 'yes'] })
    const decided = surprisinglyPopular(['yes', 'no'], even, { ties: { order: ['yes', 'no'] } })
    expect(decided.outcome).toEqual({ kind: 'winner', id: 'yes' })
    expect(decided.tieBreak).toEqual({ among: ['no', 'yes'], chosen: 'yes' })
    expect(surprisinglyPopular(['yes', 'no'], []).outcome.kind).toBe('too-few')
  })

  it('has surprises that sum to 0 and does not depend on the order', () => {
    const answer = fc
      .record({
        answer: fc.constantFrom('a', 'b', 'c'),
        weights: fc.tuple(fc.nat(9), fc.nat(9), fc.integer({ min: 1, max: 9 }))
      })
      .map(({ answer, weights: [a, b, c] }) => ({
        answer,
        expected: { a: a / (a + b + c), b: b / (a + b + c), c: c / (a + b + c) }
      }))
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1 }), given => {
        const result = surprisinglyPopular(['a', 'b', 'c'], given)
        expect(result.surprises.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(0, 9)
        expect(surprisinglyPopular(['c', 'b', 'a'], given.toReversed())).toEqual(result)
      })
    )
  })
})
