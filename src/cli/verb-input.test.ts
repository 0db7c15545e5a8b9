import { expect, test } from 'vitest'
import { z } from 'zod'
import { jsonSchemaOf } from '../api/input-schema.ts'
import { readVerb } from './verb-input.ts'

const definition = { name: 'tree.plant', http: 'POST /squares/{squareId}/trees' }

const schema = jsonSchemaOf(
  z.strictObject({
    squareId: z.string(),
    kind: z.string(),
    heightM: z.number().optional(),
    isEvergreen: z.boolean().optional(),
    answerOn: z.iso.date().nullable().optional(),
    names: z.array(z.string()).optional(),
    care: z
      .strictObject({ waterEvery: z.int(), notes: z.array(z.strictObject({ text: z.string() })) })
      .optional(),
    settings: z.record(z.string(), z.json()).optional()
  })
)

const read = (...args: string[]) => readVerb(definition, schema, args, async () => '{"kind": "lime"}')
const inputOf = async (...args: string[]) => (await read(...args)).input

test('flags are fields, typed as the schema wants them', async () => {
  expect(
    await inputOf('--kind', 'lime', '--height-m', '2.5', '--is-evergreen', '--answer-on', 'null')
  ).toEqual({
    kind: 'lime',
    heightM: 2.5,
    isEvergreen: true,
    answerOn: null
  })
})

test('words without a flag fill the path', async () => {
  expect(await inputOf('market-square', '--kind', 'lime')).toEqual({
    squareId: 'market-square',
    kind: 'lime'
  })
})

test('dots lead into objects and lists, and repeating makes a list', async () => {
  expect(
    await inputOf('--care.water-every', '3', '--care.notes.0.text', 'young', '--names', 'A', '--names', 'B')
  ).toEqual({
    care: { waterEvery: 3, notes: [{ text: 'young' }] },
    names: ['A', 'B']
  })
  expect(await inputOf('--names', '["A", "B"]')).toEqual({ names: ['A', 'B'] })
  expect(await inputOf('--settings.half-life-days', '7')).toEqual({ settings: { halfLifeDays: 7 } })
})

test('the whole input can be JSON, from standard input too, and flags go before it', async () => {
  expect(await inputOf('--json', '{"kind": "oak", "heightM": 1}', '--kind', 'lime')).toEqual({
    kind: 'lime',
    heightM: 1
  })
  expect(await inputOf('--json', '-')).toEqual({ kind: 'lime' })
})

test('a truth value may be said as well as given', async () => {
  expect(await inputOf('--is-evergreen=false')).toEqual({ isEvergreen: false })
})

test('what is about the command is not input', async () => {
  expect(await read('--kind', 'lime', '--output', 'json', '--key', 'abcdefghijklmnop')).toEqual({
    input: { kind: 'lime' },
    output: 'json',
    key: 'abcdefghijklmnop'
  })
})

test.each([
  [['--knd', 'lime'], 'Perhaps: --kind.'],
  [['--care.water', '3'], 'has no flag --care.water'],
  [['--settings.__proto__.x', '1'], 'has no flag'],
  [['a', 'b'], '"b" is one word too many'],
  [['--json', '{'], '--json is not JSON'],
  [['--json', '[]'], '--json must be an object'],
  [['--output', 'xml'], '--output is json or table'],
  [['--kind'], 'argument missing'],
  [['-k', 'lime'], 'Unknown option']
])('%j is called wrongly', async (args, message) => {
  await expect(read(...args)).rejects.toThrow(message)
})
