import fc from 'fast-check'
import { branchesOf, typesOf } from '../../src/api/typed-text.ts'
import type { Schema } from '../../src/api/typed-text.ts'

/** Values that exist in the world under attack, by the name of the field that takes them; `''` is for every field. */
export type Known = Readonly<Record<string, readonly unknown[]>>

/** Values that nearly fit a schema: right kinds and lengths, known ids where they belong. */
export function fitting(schema: Schema, known: Known, name = '', depth = 0): fc.Arbitrary<unknown> {
  const types = typesOf(schema)
  const real = (name === '' ? [] : (known[name] ?? [])).filter(
    value => types.size === 0 || types.has(kindOf(value))
  )
  const made = fittingKind(schema, known, depth)
  if (real.length === 0) return made
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...real) }, { weight: 1, arbitrary: made })
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value
}

function fittingKind(schema: Schema, known: Known, depth: number): fc.Arbitrary<unknown> {
  if (depth > 8) return fc.jsonValue({ maxDepth: 1 })
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  const branches = branchesOf(schema)
  if (branches.length > 1) return fc.oneof(...branches.map(branch => fittingKind(branch, known, depth + 1)))
  switch ([schema.type ?? []].flat()[0]) {
    case 'string':
      return fittingText(schema, known)
    case 'integer':
      return fc.integer({ min: numberOf(schema['minimum'], -1_000), max: numberOf(schema['maximum'], 1_000) })
    case 'number':
      return fc.double({
        min: numberOf(schema['minimum'], -1e6),
        max: numberOf(schema['maximum'], 1e6),
        noNaN: true
      })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(fitting(schema.items ?? {}, known, '', depth + 1), {
        maxLength: Math.min(numberOf(schema['maxItems'], 4), 4)
      })
    case 'object':
      return fittingObject(schema, known, depth)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function fittingObject(schema: Schema, known: Known, depth: number): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, inner]) => [name, fitting(inner, known, name, depth + 1)] as const
  )
  if (fields.length === 0)
    return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])] })
}

function fittingText(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  switch (schema['format']) {
    case 'uuid':
      return fc.oneof(fc.constantFrom(...(known['']! as string[])), fc.uuid())
    case 'date-time':
      return moment.map(at => at.toISOString())
    case 'date':
      return moment.map(at => at.toISOString().slice(0, 10))
    case 'email':
      return fc.emailAddress()
    default: {
      const most = Math.min(numberOf(schema['maxLength'], 200), 2_000)
      const least = Math.min(numberOf(schema['minLength'], 0), most)
      return fc.oneof(
        fc.string({ minLength: least, maxLength: most, unit: 'grapheme' }),
        fc.string({ minLength: least, maxLength: most, unit: 'binary' }),
        fc.stringMatching(/^[a-z0-9]{1,12}$/)
      )
    }
  }
}

/** Far past and far future too: PostgreSQL and Date do not reach equally far. */
const moment = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T00:00:00Z'),
  noInvalidDate: true
})

const numberOf = (limit: unknown, otherwise: number): number =>
  typeof limit === 'number' && Math.abs(limit) < Number.MAX_SAFE_INTEGER ? limit : otherwise

/** What people with bad intent, and programs with bad luck, put into a field. */
const hostile: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  0,
  -1,
  -0,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  'x'.repeat(70_000),
  '🧱'.repeat(3_000),
  '\u202eabc\u202d',
  '\u0000',
  '\ud800',
  'a\u0000b',
  '\u001b[31m',
  "'; drop table people; --",
  '%',
  '\\',
  '${7*7}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  'null',
  'undefined',
  'NaN',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '0000-00-00',
  '9999-12-31T23:59:59.999999999+23:59',
  '-000001-01-01T00:00:00Z',
  'WyJhIl0',
  'WzFlMzA4LCJ4Il0',
  [],
  {},
  [[[[[[]]]]]],
  { __proto__: null, constructor: { prototype: { polluted: true } } },
  Array.from({ length: 2_000 }, (_, n) => n),
  Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`k${n}`, n])),
  JSON.parse('{"__proto__": {"polluted": true}, "toString": 1, "length": -1, "then": "x"}')
]

/** A value with one or more of its places replaced, taken out, doubled or joined by a stranger. */
export const mutated = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      values,
      fc.array(
        fc.tuple(fc.nat(), fc.constantFrom('replace', 'remove', 'add', 'wrap'), fc.constantFrom(...hostile)),
        { minLength: 1, maxLength: 3 }
      )
    )
    .map(([value, changes]) =>
      changes.reduce<unknown>((whole, [at, how, evil]) => changed(whole, at, how, evil), value)
    )

function changed(value: unknown, at: number, how: string, evil: unknown): unknown {
  const places = placesOf(value)
  const path = places[at % places.length]!
  return changeAt(value, path, old => {
    if (how === 'wrap') return [old]
    if (how === 'add' && typeof old === 'object' && old !== null && !Array.isArray(old))
      return { ...old, stranger: evil }
    return how === 'remove' ? undefined : evil
  })
}

/** The ways to every place in a value, the whole first. */
function placesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null || path.length > 8) return [path]
  return [
    path,
    ...Object.entries(value)
      .slice(0, 40)
      .flatMap(([key, inner]) => placesOf(inner, [...path, key]))
  ]
}

function changeAt(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (old: unknown) => unknown
): unknown {
  if (key === undefined) return change(value)
  const inner = changeAt((value as Record<string, unknown>)[key], rest, change)
  if (Array.isArray(value)) return value.map((old: unknown, n) => (String(n) === key ? inner : old))
  return { ...(value as object), [key]: inner }
}

/** A text for a path or a query: escaped well or badly, empty, or long. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '%00',
    '%ff',
    '%',
    '%u0041',
    '..%2f..',
    '%F0%9F%A7%B1',
    '*',
    ':call',
    '{call}',
    'null',
    '%E2%80%AE'
  ),
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    .filter(text => text.isWellFormed())
    .map(encodeURIComponent),
  fc.constant('x'.repeat(3_000))
)

/** Bytes that are hardly JSON. */
export const nearlyJson: fc.Arbitrary<string> = fc.oneof(
  fc.json(),
  fc.string({ maxLength: 200 }),
  fc.json().map(text => text.slice(0, -1)),
  fc.constantFrom(
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '{"a":}',
    '{"a":1,}',
    '{"a":1e999}',
    '{"a":01}',
    '{"a":"\\u0000"}',
    '['.repeat(5_000),
    '{"a":'.repeat(5_000),
    '\ufeff{}'
  )
)
