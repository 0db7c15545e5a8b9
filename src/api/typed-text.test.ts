import { expect, test } from 'vitest'
import { typedText, typedTexts } from './typed-text.ts'

test('a text becomes what the schema takes', () => {
  expect(typedText({ type: 'integer' }, '12')).toBe(12)
  expect(typedText({ type: 'number' }, '-1.5e3')).toBe(-1500)
  expect(typedText({ type: 'boolean' }, 'false')).toBe(false)
  expect(typedText({ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'null')).toBeNull()
  expect(typedText({ enum: [1, 2] }, '2')).toBe(2)
  expect(typedText({ type: 'object' }, '{"a":1}')).toEqual({ a: 1 })
})

test('a text that does not fit stays a text, for the schema to refuse', () => {
  for (const text of ['', ' 1', '0x10', '1_000', 'Infinity', '01', 'twelve'])
    expect(typedText({ type: 'integer' }, text)).toBe(text)
  expect(typedText({ type: 'boolean' }, 'yes')).toBe('yes')
  expect(typedText({ type: 'object' }, '{')).toBe('{')
})

test('a text stays a text where texts are taken', () => {
  expect(typedText({ type: 'string' }, '12')).toBe('12')
  expect(typedText({ type: 'string' }, 'true')).toBe('true')
})

test('one text is a list of one where lists are taken', () => {
  const list = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'integer' } }] }
  expect(typedTexts(list, ['7'])).toEqual([7])
  expect(typedTexts(list, ['7', '8'])).toEqual([7, 8])
  expect(typedTexts({ type: 'string' }, ['a', 'b'])).toEqual(['a', 'b'])
})
