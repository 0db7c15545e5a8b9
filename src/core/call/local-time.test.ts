import { describe, expect, it } from 'vitest'
import { localTimeOf, readLocalTime } from './local-time.ts'

describe('a time on the wall in Kyiv', () => {
  const zone = 'Europe/Kyiv'

  it('is a moment, in winter and in summer', () => {
    expect(readLocalTime('2026-11-02T18:00', zone)).toEqual({ kind: 'moment', at: '2026-11-02T16:00:00Z' })
    expect(readLocalTime('2026-07-02T18:00', zone)).toEqual({ kind: 'moment', at: '2026-07-02T15:00:00Z' })
  })

  it('is none in the hour that the clocks skip in spring', () => {
    expect(readLocalTime('2026-03-29T03:30', zone)).toEqual({ kind: 'skipped', next: '04:30' })
    expect(readLocalTime('2026-03-29T02:59', zone)).toEqual({ kind: 'moment', at: '2026-03-29T00:59:00Z' })
    expect(readLocalTime('2026-03-29T04:00', zone)).toEqual({ kind: 'moment', at: '2026-03-29T01:00:00Z' })
  })

  it('is two in the hour that comes twice in autumn', () => {
    expect(readLocalTime('2026-10-25T03:30', zone)).toEqual({ kind: 'twice' })
    expect(readLocalTime('2026-10-25T02:59', zone)).toEqual({ kind: 'moment', at: '2026-10-24T23:59:00Z' })
    expect(readLocalTime('2026-10-25T04:00', zone)).toEqual({ kind: 'moment', at: '2026-10-25T02:00:00Z' })
  })

  it('is shown as it was written', () => {
    expect(localTimeOf('2026-11-02T16:00:00.000Z', zone)).toBe('2026-11-02T18:00')
    expect(localTimeOf('2026-10-25T01:30:00Z', zone)).toBe('2026-10-25T03:30')
  })
})

it('anything else is malformed', () => {
  for (const text of ['', 'tomorrow', '2026-13-01T10:00', '2026-02-30T10:00']) {
    expect(readLocalTime(text, 'Europe/Kyiv'), text).toEqual({ kind: 'malformed' })
  }
  expect(readLocalTime('2026-11-02T18:00', 'Europe/Nowhere')).toEqual({ kind: 'malformed' })
})

it('half an hour is skipped where clocks move by half an hour', () => {
  expect(readLocalTime('2026-10-04T02:15', 'Australia/Lord_Howe')).toEqual({ kind: 'skipped', next: '02:45' })
})
