import { expect, test } from 'vitest'
import { asTable } from './table.ts'

test('a list is a table with one column a field', () => {
  const answer = {
    items: [
      { slug: 'trees', by: { name: 'Olena' }, count: 3 },
      { slug: 'bees', by: null, count: 12 }
    ],
    next: null
  }
  expect(asTable(answer, 80).split('\n')).toEqual([
    'next  –',
    '',
    'items:',
    'slug   by.name  count  by',
    '─────  ───────  ─────  ──',
    'trees  Olena    3',
    'bees            12     –'
  ])
})

test('a table is no wider than the terminal: long texts are cut, and columns that do not fit are named', () => {
  const row = { id: 'abc', text: 'x'.repeat(200), more: 'y'.repeat(30), rest: 'z' }
  const lines = asTable({ items: [row] }, 60).split('\n')
  expect(lines.slice(0, -1).every(line => line.length <= 60)).toBe(true)
  expect(lines.at(-2)).toMatch(/^abc {2}x+…$/)
  expect(lines.at(-2)).toHaveLength(60)
  expect(lines.at(-1)).toBe('With --output json also: more, rest')
})

test('one thing is its fields, those of things inside by their whole names', () => {
  expect(asTable({ name: 'Town', owner: { name: 'Olena' }, tags: ['a', 'b'] }, 80)).toBe(
    'name        Town\nowner.name  Olena\ntags        ["a","b"]'
  )
})

test('nothing is a dash', () => {
  expect(asTable(null, 80)).toBe('–')
})
