import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { bradleyTerry } from './bradley-terry.ts'
import { comparisonProfile } from './comparison-profile.ts'
import { crowdBradleyTerry, type JudgedComparison } from './crowd-bradley-terry.ts'

const items = Array.from({ length: 12 }, (_, i) => `item ${String.fromCharCode(97 + i)}`)
const truth = items.map((_, i) => i / 2)

/** Judges of which each answers rightly with its own chance. */
function crowd(reliabilities: readonly number[], each: number): JudgedComparison[] {
  const random = seededRandom('crowd')
  return reliabilities.flatMap((reliability, judge) =>
    Array.from({ length: each }, () => {
      const i = random.below(items.length)
      const j = (i + 1 + random.below(items.length - 1)) % items.length
      const foreseen = random.next() < 1 / (1 + Math.exp(truth[j]! - truth[i]!))
      const preferred = foreseen === random.next() < reliability ? ('left' as const) : ('right' as const)
      return { judge: `judge ${judge}`, left: items[i]!, right: items[j]!, preferred }
    })
  )
}

/** Pairs of items in the wrong order. */
function inversions(order: readonly string[]): number {
  return order.reduce(
    (sum, id, place) =>
      sum + order.slice(place + 1).filter(later => items.indexOf(later) > items.indexOf(id)).length,
    0
  )
}

describe('crowdBradleyTerry', () => {
  it('orders items better than counting all judges alike, when some turn answers round', () => {
    const list = crowd([0.95, 0.95, 0.95, 0.9, 0.5, 0.5, 0.1, 0.1, 0.05], 60)
    const plain = bradleyTerry(comparisonProfile(items, list))
    const fitted = crowdBradleyTerry(items, list)
    if (plain.kind !== 'rated' || fitted.kind !== 'rated') throw new Error('expected ratings')
    expect(fitted.converged).toBe(true)
    const order = (result: { explanation: readonly { id: string }[] }) =>
      result.explanation.map(({ id }) => id)
    expect(inversions(order(fitted))).toBeLessThan(inversions(order(plain)))
    const reliability = fitted.judges.map(judge => judge.reliability)
    expect(reliability[0]).toBeGreaterThan(0.8)
    expect(reliability[8]).toBeLessThan(0.25)
  })

  it('gives the same numbers in every order of the input and under other names of judges', () => {
    const list = crowd([0.9, 0.8, 0.3], 20)
    const one = crowdBradleyTerry(items, list)
    const other = crowdBradleyTerry(
      items.toReversed(),
      list.map(own => ({ ...own, judge: `x${9 - Number(own.judge.slice(-1))}` })).reverse()
    )
    if (one.kind !== 'rated' || other.kind !== 'rated') throw new Error('expected ratings')
    one.explanation.forEach(({ id, score }, i) => {
      expect(other.explanation[i]!.id).toBe(id)
      expect(Math.abs(other.explanation[i]!.score - score)).toBeLessThan(2e-9)
    })
  })

  it('gives the ratings of Bradley–Terry when all judges are believed beyond doubt', () => {
    const list = crowd([0.9, 0.9], 60)
    const trusting = crowdBradleyTerry(items, list, { penalty: 0.1, prior: { right: 1e9, wrong: 1e-3 } })
    const plain = bradleyTerry(comparisonProfile(items, list), { penalty: 0.1 })
    if (trusting.kind !== 'rated' || plain.kind !== 'rated') throw new Error('expected ratings')
    plain.explanation.forEach(({ id, score }) => {
      expect(trusting.explanation.find(item => item.id === id)!.score).toBeCloseTo(score, 4)
    })
  })

  it('has no answer without comparisons, and refuses judges without an id and priors of nothing', () => {
    expect(crowdBradleyTerry(['a'], [])).toEqual({ kind: 'too-few', have: 0, need: 1 })
    const one = { left: 'a', right: 'b', preferred: 'left' } as const
    expect(() => crowdBradleyTerry(['a', 'b'], [{ ...one, judge: 7 as unknown as string }])).toThrow(
      'string ids'
    )
    expect(() =>
      crowdBradleyTerry(['a', 'b'], [{ ...one, judge: 'x' }], { prior: { right: 1, wrong: 0 } })
    ).toThrow('prior.wrong')
  })
})
