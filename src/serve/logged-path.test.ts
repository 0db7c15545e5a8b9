import { expect, test } from 'vitest'
import { loggedPath } from './logged-path.ts'

test.each([
  ['/en/olena@example.org', 404],
  ['/olena@example.org', 307],
  ['/api/v1/me', 405],
  ['/%ff', 400]
])('of %s, which leads nowhere with %i, nothing is said', (path, status) => {
  expect(loggedPath(path, status)).toBe('unmatched')
})

test('what answered is named', () => {
  expect(loggedPath('/uk/calls/dvir', 200)).toBe('/uk/calls/dvir')
  expect(loggedPath('/uk/calls/dvir', 304)).toBe('/uk/calls/dvir')
})

test('of what was refused only parts that look like addresses are named', () => {
  expect(loggedPath('/uk/desk/olena@example.org/calls', 401)).toBe('/uk/desk/*/calls')
  expect(loggedPath('/uk/desk/%D0%9E%D0%BB%D0%B5%D0%BD%D0%B0', 403)).toBe('/uk/desk/*')
  expect(loggedPath('/api/v1/calls/019a-7/contributions', 500)).toBe('/api/v1/calls/019a-7/contributions')
})
