import { expect, test } from 'vitest'
import { nextTheme } from './next-theme.ts'

const theme = (themeId: string | null, total: number, waiting = total) => ({ themeId, total, waiting })

test('themes follow by size, and what is in none comes last', () => {
  const themes = [theme(null, 90), theme('b', 3), theme('a', 7), theme('c', 3)]
  expect(nextTheme(themes, 'a')).toBe('b')
  expect(nextTheme(themes, 'b')).toBe('c')
  expect(nextTheme(themes, 'c')).toBe('none')
})

test('a theme that still waits after it was gone through comes again only after all others', () => {
  const themes = [theme('a', 7), theme('b', 3, 0), theme('c', 2), theme(null, 1)]
  expect(nextTheme(themes, 'b')).toBe('c')
  expect(nextTheme(themes, 'none')).toBe('a')
})

test('there is no next one where nothing waits elsewhere', () => {
  expect(nextTheme([theme('a', 7), theme('b', 3, 0)], 'a')).toBeNull()
  expect(nextTheme([theme(null, 7)], 'none')).toBeNull()
})
