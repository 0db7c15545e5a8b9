import { expect, it } from 'vitest'
import { nextTryMs } from './schedule.ts'

it('pauses grow from ten seconds to ten hours, and the eighth failure is the last', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(tries => nextTryMs(tries))
  expect(pauses.map(ms => ms && ms / 1000)).toEqual([10, 60, 300, 1800, 7200, 18_000, 36_000, null, null])
})

it('a later time that was asked for is honoured, an earlier one is not', () => {
  expect(nextTryMs(1, 90_000)).toBe(90_000)
  expect(nextTryMs(4, 1_000)).toBe(1_800_000)
  expect(nextTryMs(8, 90_000)).toBeNull()
})
