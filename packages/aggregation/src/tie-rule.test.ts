import { describe, expect, it } from 'vitest'
import { declaredOrder, earliest, latest } from './tie-rule.ts'

describe('the tie rule', () => {
  it('refuses a declared order that does not name each option once', () => {
    expect(() => declaredOrder('rule', ['a', 'b'], { order: ['a'] })).toThrow('must name "b"')
    expect(() => declaredOrder('rule', ['a'], { order: ['a', 'b'] })).toThrow('only options')
    expect(() => declaredOrder('rule', ['a'], { order: ['a', 'a'] })).toThrow('"a" twice')
  })

  it('finds the first and the last of several options in the order', () => {
    const preference = declaredOrder('rule', ['a', 'b', 'c'], { order: ['c', 'a', 'b'] })!
    expect(earliest(preference, ['a', 'b'])).toBe('a')
    expect(latest(preference, ['a', 'c'])).toBe('a')
  })
})
