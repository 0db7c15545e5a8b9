import { expect, it } from 'vitest'
import type { Problem } from '#lib/core/door/refusal.ts'
import { readTime } from './times.ts'

function read(fields: Record<string, string>): { moment: string | null; problems: Problem[] } {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const problems: Problem[] = []
  return { moment: readTime(form, 'closesAt', 'Europe/Kyiv', problems), problems }
}

it('a time is taken as the clock on the wall of the call’s time zone shows it', () => {
  expect(read({ closesAt: '2026-11-02T18:00' })).toEqual({ moment: '2026-11-02T16:00:00Z', problems: [] })
  expect(read({})).toEqual({ moment: null, problems: [] })
})

it('a time that nobody touched stays the same to the second, also where it comes twice', () => {
  const was = '2026-10-25T01:30:17Z'
  expect(read({ closesAt: '2026-10-25T03:30', 'closesAt.was': was }).moment).toBe(was)
  expect(read({ closesAt: '2026-10-25T05:30', 'closesAt.was': was }).moment).toBe('2026-10-25T03:30:00Z')
})

it('a time that never comes, comes twice or is none says so at its field', () => {
  expect(read({ closesAt: '2026-03-29T03:30' }).problems).toEqual([
    { path: 'closesAt', code: 'time-skipped', limits: { time: '03:30', next: '04:30' } }
  ])
  expect(read({ closesAt: '2026-10-25T03:30' }).problems).toEqual([
    { path: 'closesAt', code: 'time-twice', limits: { time: '03:30' } }
  ])
  expect(read({ closesAt: 'soon', 'closesAt.was': 'never' }).problems).toEqual([
    { path: 'closesAt', code: 'not-datetime' }
  ])
})
