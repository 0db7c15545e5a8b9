import { describe, expect, it } from 'vitest'
import { checkBetween, checkDistinctIds, checkFinite, checkPositive, checkWhole } from './checks.ts'

describe('checks', () => {
  it('name the function, the argument and the value', () => {
    expect(() => checkFinite('rule', 'cost', NaN)).toThrow(
      new RangeError('rule: cost must be a finite number, got NaN')
    )
    expect(() => checkWhole('rule', 'count', 1.5)).toThrow(
      'rule: count must be a whole number of at least 0, got 1.5'
    )
    expect(() => checkWhole('rule', 'seats', 0, 1)).toThrow(RangeError)
    expect(() => checkWhole('rule', 'seats', 2 ** 53)).toThrow(RangeError)
    expect(() => checkPositive('rule', 'cost', 0)).toThrow(
      'rule: cost must be a finite number above 0, got 0'
    )
    expect(() => checkPositive('rule', 'cost', Infinity)).toThrow(RangeError)
    expect(() => checkBetween('rule', 'z', NaN, 0, 1)).toThrow('rule: z must lie between 0 and 1, got NaN')
    expect(() => checkDistinctIds('rule', 'items', ['a', 'b', 'a'])).toThrow('got "a" twice')
    expect(() => checkDistinctIds('rule', 'items', [1 as unknown as string])).toThrow('string ids')
  })

  it('let good values pass', () => {
    checkFinite('rule', 'x', -1.5)
    checkWhole('rule', 'x', 0)
    checkPositive('rule', 'x', 1e-9)
    checkBetween('rule', 'x', 1, 1, 1)
    checkDistinctIds('rule', 'x', ['a', 'b'])
  })
})
