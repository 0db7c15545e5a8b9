import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJsonFault } from './json-fault.ts'

test.each([
  ['', 1, 1, 'a value'],
  ['{', 1, 2, 'a name in double quotes'],
  ['{"a"}', 1, 5, 'a colon'],
  ['{"a":}', 1, 6, 'a value'],
  ['{"a":1,}', 1, 8, 'a name in double quotes'],
  ["{'a':1}", 1, 2, 'a name in double quotes'],
  ['[1 2]', 1, 4, 'a comma or ]'],
  ['[1,\n2,\n]', 3, 1, 'a value'],
  ['{"a": 01}', 1, 8, 'a comma or }'],
  ['"a', 1, 3, 'a closing quote'],
  ['"a\\x"', 1, 3, 'a known escape after the backslash'],
  ['{} {}', 1, 4, 'the end'],
  ['[NaN]', 1, 2, 'a value']
])('the fault of %j is at line %i, column %i', (text, line, column, expected) => {
  expect(findJsonFault(text)).toMatchObject({ line, column, expected })
})

test('a control character inside a text is named', () => {
  expect(findJsonFault('"a\tb"')?.expected).toContain('no control character')
})

test('a text has a fault exactly when JSON.parse refuses it', () => {
  const nearlyJson = fc
    .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom('', '"', ',', ']', '}', '\\', '0', ' '))
    .map(([text, at, sign]) => {
      const place = at % (text.length + 1)
      return text.slice(0, place) + sign + text.slice(place + 1)
    })
  fc.assert(
    fc.property(fc.oneof(fc.json(), nearlyJson), text => {
      expect(findJsonFault(text) === undefined).toBe(isJson(text))
    }),
    { numRuns: 2_000 }
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
