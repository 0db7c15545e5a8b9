import { describe, expect, it } from 'vitest'
import { languages } from '../locales/languages.ts'
import {
  formatDay,
  formatDistance,
  formatMoment,
  formatNumber,
  formatShare,
  formatSize,
  formatSpan
} from './format.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('moments', () => {
  it('names the place and its offset beside the hour', () => {
    expect(formatMoment('2026-11-02T16:00:00Z', 'Europe/Kyiv', 'en')).toBe(
      '2 November 2026 at 18:00 (Kyiv, GMT+2)'
    )
    expect(formatMoment('2026-11-02T16:00:00Z', 'Europe/Kyiv', 'uk')).toBe(
      '2 листопада 2026\u00a0р. о 18:00 (Київ, GMT+2)'
    )
    expect(formatMoment('2026-11-02T16:00:00Z', 'America/New_York', 'en')).toContain('(New York, GMT-5)')
    expect(formatMoment('2026-11-02T16:00:00Z', 'UTC', 'en')).toContain('(UTC)')
  })

  it('tells the two hours apart that a clock shows twice when summer time ends', () => {
    const first = formatMoment('2026-10-25T00:30:00Z', 'Europe/Warsaw', 'en')
    const second = formatMoment('2026-10-25T01:30:00Z', 'Europe/Warsaw', 'en')
    expect(first).toBe('25 October 2026 at 02:30 (Warsaw, GMT+2)')
    expect(second).toBe('25 October 2026 at 02:30 (Warsaw, GMT+1)')
  })

  it('shows the day of the place, not of the server', () => {
    expect(formatDay('2026-11-02T23:30:00Z', 'Europe/Kyiv', 'pl')).toBe('3 listopada 2026')
    expect(formatDay('2026-11-02T23:30:00Z', 'America/Chicago', 'pl')).toBe('2 listopada 2026')
  })
})

describe('numbers', () => {
  it('follow the habits of each language', () => {
    expect(plain(formatNumber(1_234_567, 'uk'))).toBe('1 234 567')
    expect(formatNumber(1_234_567, 'en')).toBe('1,234,567')
    expect(plain(formatShare(0.256, 'bg'))).toBe('26%')
  })

  it('take units in the right form', () => {
    expect(plain(formatSpan(9 * 86_400_000, 'uk'))).toBe('9 днів')
    expect(plain(formatSpan(86_400_000 * 2.9, 'pl'))).toBe('2 dni')
    expect(plain(formatSpan(10, 'en'))).toBe('1 minute')
    expect(plain(formatSize(2_500_000, 'en'))).toBe('2.5 MB')
  })

  it('say how far away something is', () => {
    expect(formatDistance('2026-11-11T10:00:00Z', '2026-11-02T09:00:00Z', 'en')).toBe('in 9 days')
    expect(formatDistance('2026-11-01T09:00:00Z', '2026-11-02T10:00:00Z', 'ru')).toBe('вчера')
  })
})

it('every language has every format', () => {
  for (const lang of languages) {
    expect(formatMoment(0, 'Europe/Sofia', lang)).toMatch(/1970/)
    expect(formatSize(12, lang)).toMatch(/12/)
  }
})
