import { expect, test } from 'vitest'
import { hasLink, isDisposable } from './sign-up-rules.ts'

test('an address of a throw-away mail box is told, also below its domain and in capitals', () => {
  expect(isDisposable('a@mailinator.com')).toBe(true)
  expect(isDisposable('a@MAIL.Yopmail.com')).toBe(true)
  expect(isDisposable('a@notmailinator.com')).toBe(false)
  expect(isDisposable('mailinator.com@example.org')).toBe(false)
})

test('a name that leads somewhere is told from a name', () => {
  for (const name of ['Best prices www.x.example', 'casino-win.com', 'https://t.example/a', 'Іван best.xyz'])
    expect(hasLink(name), name).toBe(true)
  for (const name of ['Olena Koval', 'J. R. R. Tolkien', 'o.ivanenko', 'Dr. Ann-Marie O’Neill', 'Школа №12'])
    expect(hasLink(name), name).toBe(false)
})
