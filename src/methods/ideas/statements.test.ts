import { expect, it } from 'vitest'
import { idea } from './contribution.ts'
import { settings } from './settings.ts'
import { statements } from './statements.ts'

it('makes a statement the title of an idea', () => {
  expect(statements.body('More trees', '7')).toEqual({ title: 'More trees', text: '' })
})

it('keeps a long statement whole in the text, below a title that says that it goes on', () => {
  const text = `${'x'.repeat(298)} and more`
  expect(statements.body(text, '7')).toEqual({ title: `${'x'.repeat(298)}…`, text })
})

it('makes a title of a statement that is too short for one', () => {
  expect(statements.body('No', '7')).toEqual({ title: 'Statement 7: No', text: '' })
})

it('gives what the settings it brings along take, whatever the length', () => {
  const schema = idea(settings.parse(statements.settings))
  for (const length of [1, 2, 3, 299, 300, 301, 2_000]) {
    const parsed = schema.safeParse(statements.body('x'.repeat(length), '7'))
    expect(parsed.success, `${length} characters`).toBe(true)
  }
  expect(statements.body('x'.repeat(300), '7').text).toBe('')
  expect(statements.body('x'.repeat(3), '7').title).toBe('xxx')
})
