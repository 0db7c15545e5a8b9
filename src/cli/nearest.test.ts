import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

test('the nearest name is found, and none where all are far', () => {
  expect(nearest('cal open', ['call open', 'call draft'])).toBe('call open')
  expect(nearest('docter', ['help', 'doctor'])).toBe('doctor')
  expect(nearest('zzzzzz', ['help', 'doctor'])).toBeUndefined()
  expect(nearest('anything', [])).toBeUndefined()
})
