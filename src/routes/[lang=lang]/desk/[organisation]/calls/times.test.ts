import { expect, it } from 'vitest'
import type { Problem } from '#lib/core/door/refusal.ts'
import { readMoment, wallTimeOf } from './times.ts'

function read(fields: Record<string, string>): { moment: string | null; problems: Problem[] } {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const problems: Problem[] = []
  return { moment: readMoment(form, 'closesAt', 'Europe/Kyiv', problems), problems }
}

it('a time is taken as the clock on the wall of the call’s time zone shows it', () => {
  expect(read({ closesAt: '2026-11-02T18:00' })).toEqual({ moment: '2026-11-02T16:00:00.000Z', problems: [] })
  expect(read({ closesAt: '2026-07-02T18:00' }).moment).toBe('2026-07-02T15:00:00.000Z')
  expect(read({})).toEqual({ moment: null, problems: [] })
})

it('a time is shown as it was written, without the offset that tells two hours of one name apart', () => {
  expect(wallTimeOf('2026-11-02T16:00:00.000Z', 'Europe/Kyiv')).toBe('2026-11-02T18:00')
  expect(wallTimeOf('2026-10-25T01:30:17Z', 'Europe/Kyiv')).toBe('2026-10-25T03:30')
})

it('a time that nobody touched stays the same to the second, also where it comes twice', () => {
  const was = '2026-10-25T01:30:17Z'
  expect(read({ closesAt: '2026-10-25T03:30', 'closesAt.was': was }).moment).toBe(was)
  expect(read({ closesAt: '2026-10-25T05:30', 'closesAt.was': was }).moment).toBe('2026-10-25T03:30:00.000Z')
})

it('a time that never comes, comes twice or is none says so at its field', () => {
  const codesOf = (fields: Record<string, string>) =>
    read(fields).problems.map(({ path, code }) => `${path} ${code}`)
  expect(codesOf({ closesAt: '2026-03-29T03:30' })).toEqual(['closesAt no-such-time'])
  expect(codesOf({ closesAt: '2026-10-25T03:30' })).toEqual(['closesAt two-such-times'])
  expect(codesOf({ closesAt: 'soon', 'closesAt.was': 'never' })).toEqual(['closesAt not-a-time'])
})
