import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalBytes, canonicalJson } from './canonical.ts'

describe('canonical JSON', () => {
  test('refuses what JSON cannot hold exactly and names the place', () => {
    expect(() => canonicalJson(undefined)).toThrow('$: not a JSON value')
    expect(() => canonicalJson({ a: { b: undefined } })).toThrow('$.a.b: not a JSON value')
    expect(() => canonicalJson([1, NaN])).toThrow('$[1]: not a finite number')
    expect(() => canonicalJson([Infinity])).toThrow('not a finite number')
    expect(() => canonicalJson(new Array(2))).toThrow('$[0]: not a JSON value')
    expect(() => canonicalJson('\ud800')).toThrow('lone surrogate')
    expect(() => canonicalJson({ '\udc00': 1 })).toThrow('lone surrogate')
    for (const value of [1n, new Date(0), new Map(), new Uint8Array(2), () => 1, Symbol('x')]) {
      expect(() => canonicalJson(value)).toThrow('not a JSON value')
    }
  })

  test('refuses endless nesting, so a cycle ends with a message', () => {
    const loop: Record<string, unknown> = {}
    loop.self = loop
    expect(() => canonicalJson(loop)).toThrow('nested deeper than 64 levels')
  })

  test('gives the numbers and strings of RFC 8785, section 3.2.2', () => {
    /* eslint-disable no-loss-of-precision, no-useless-escape -- the RFC's own example, to the letter */
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/',
      literals: [null, true, false]
    }
    /* eslint-enable */
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
  })

  test('sorts keys by UTF-16 code units as RFC 8785, section 3.2.3, shows', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis'
    }
    const order = [...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map(match => match[1])
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh'
    ])
  })

  test('writes minus zero as zero', () => {
    expect(canonicalJson(-0)).toBe('0')
  })

  test('survives parsing: the canonical text of the parsed text is the text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), value => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(Buffer.from(canonicalBytes(value)).toString('utf8')).toBe(text)
      })
    )
  })

  test('does not depend on the order in which keys were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.integer()), value => {
        const backwards = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(backwards)).toBe(canonicalJson(value))
      })
    )
  })
})
