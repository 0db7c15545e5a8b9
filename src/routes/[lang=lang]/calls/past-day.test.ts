import { expect, it } from 'vitest'
import { isPastDay } from './past-day.ts'

it('lets a day last until midnight where the call is', () => {
  const at = (moment: string) => isPastDay('2026-06-05', 'Europe/Kyiv', Date.parse(moment))
  expect(at('2026-06-05T20:59:59Z')).toBe(false)
  expect(at('2026-06-05T21:00:00Z')).toBe(true)
  expect(at('2026-06-01T00:00:00Z')).toBe(false)
})
