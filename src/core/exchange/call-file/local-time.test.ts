import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTime, writeTime } from './local-time.ts'

const base = new Date('2026-03-20T10:00:00Z')
const utc = (text: string, zone = 'Europe/Kyiv') => {
  const read = readTime(text, zone, base)
  return read.ok ? read.at.toISOString() : read
}

describe('a time in a call file', () => {
  test('is that of the zone, unless it says its offset', () => {
    expect(utc('2026-01-15T09:00')).toBe('2026-01-15T07:00:00.000Z')
    expect(utc('2026-07-15 09:00')).toBe('2026-07-15T06:00:00.000Z')
    expect(utc('2026-07-15T09:00:30')).toBe('2026-07-15T06:00:30.000Z')
    expect(utc('2026-07-15T09:00Z')).toBe('2026-07-15T09:00:00.000Z')
    expect(utc('2026-07-15T09:00-05:00')).toBe('2026-07-15T14:00:00.000Z')
    expect(utc('2026-07-15T09:00', 'America/Chicago')).toBe('2026-07-15T14:00:00.000Z')
  })

  test('can be a number of days from another time, each a day of the calendar although clocks change', () => {
    expect(utc('P10D')).toBe('2026-03-30T09:00:00.000Z')
    expect(utc('P3W', 'UTC')).toBe('2026-04-10T10:00:00.000Z')
    expect(utc('PT36H')).toBe('2026-03-21T22:00:00.000Z')
  })

  test('that clocks jump over in spring is refused, and the next one told', () => {
    expect(utc('2026-03-29T03:30')).toEqual({ ok: false, code: 'no-such-time', next: '2026-03-29T04:30' })
    expect(utc('2026-03-29T02:59')).toBe('2026-03-29T00:59:00.000Z')
    expect(utc('2026-03-29T04:00')).toBe('2026-03-29T01:00:00.000Z')
    expect(utc('2026-03-08T02:30', 'America/Chicago')).toMatchObject({ code: 'no-such-time' })
  })

  test('that clocks show twice in autumn is refused, and both ways to write it told', () => {
    expect(utc('2026-10-25T03:30')).toEqual({
      ok: false,
      code: 'two-such-times',
      first: '2026-10-25T03:30+03:00',
      second: '2026-10-25T03:30+02:00'
    })
    expect(utc('2026-10-25T03:30+03:00')).toBe('2026-10-25T00:30:00.000Z')
    expect(utc('2026-10-25T03:30+02:00')).toBe('2026-10-25T01:30:00.000Z')
  })

  test.each([
    '',
    'soon',
    '2026-02-30T10:00',
    '2026-05-01',
    '2026-05-01T25:00',
    '25.05.2026 10:00',
    'P',
    'PxD',
    '2026-05-01T10'
  ])('is not %j', text => expect(utc(text)).toEqual({ ok: false, code: 'not-a-time' }))

  test('reads back as the moment it was written from, in any zone, to the millisecond', () => {
    const zones = [
      'Europe/Kyiv',
      'America/Chicago',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'UTC',
      'Africa/Casablanca'
    ]
    const moments = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2035, 0) }).map(ms => new Date(ms))
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (at, zone) => {
        expect(readTime(writeTime(at, zone), zone, base)).toEqual({ ok: true, at })
      })
    )
  })
})
