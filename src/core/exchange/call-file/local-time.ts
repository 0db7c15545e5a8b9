import { Temporal } from 'temporal-polyfill'

/** A time that somebody wrote, or why it names none. */
export type WrittenTime =
  | { readonly ok: true; readonly at: Date }
  /** No time, duration or moment can be read from it. */
  | { readonly ok: false; readonly code: 'not-a-time' }
  /** Clocks jump over it: the next time that exists is `next`. */
  | { readonly ok: false; readonly code: 'no-such-time'; readonly next: string }
  /** Clocks show it twice: it must be written with its offset. */
  | { readonly ok: false; readonly code: 'two-such-times'; readonly first: string; readonly second: string }

/**
 * The moment that a text names: with an offset (`2026-05-01T09:00+03:00`, `…Z`); as clocks in the time zone show it
 * (`2026-05-01T09:00`, or a space between); or as a duration (`P3W`, `P21D`) counted from `base` on the calendar of the zone,
 * so that a day is a day when clocks change.
 */
export function readTime(text: string, timeZone: string, base: Date): WrittenTime {
  const written = text.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T')
  try {
    if (/^P/.test(written)) return { ok: true, at: after(written, timeZone, base) }
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(written)) return { ok: false, code: 'not-a-time' }
    if (/(?:Z|[+-]\d\d:?\d\d)$/.test(written))
      return { ok: true, at: new Date(Temporal.Instant.from(written).epochMilliseconds) }
    return readLocal(Temporal.PlainDateTime.from(written, { overflow: 'reject' }), timeZone)
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, code: 'not-a-time' }
    throw error
  }
}

/** A moment as clocks in a time zone show it, with its offset where that alone would name two moments. */
export function writeTime(at: Date, timeZone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  const local = shortest(zoned.toPlainDateTime())
  return readTime(local, timeZone, at).ok ? local : `${local}${zoned.offset}`
}

function readLocal(local: Temporal.PlainDateTime, timeZone: string): WrittenTime {
  const [earlier, later] = (['earlier', 'later'] as const).map(disambiguation =>
    local.toZonedDateTime(timeZone, { disambiguation })
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime]
  if (earlier.epochMilliseconds === later.epochMilliseconds)
    return { ok: true, at: new Date(earlier.epochMilliseconds) }
  // In a gap neither of the two shows what was written; in an overlap both do.
  if (!later.toPlainDateTime().equals(local))
    return { ok: false, code: 'no-such-time', next: shortest(later.toPlainDateTime()) }
  const withOffset = (zoned: Temporal.ZonedDateTime) => `${shortest(local)}${zoned.offset}`
  return { ok: false, code: 'two-such-times', first: withOffset(earlier), second: withOffset(later) }
}

function after(duration: string, timeZone: string, base: Date): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(base.getTime()).toZonedDateTimeISO(timeZone)
  return new Date(zoned.add(Temporal.Duration.from(duration)).epochMilliseconds)
}

/** Without seconds where there are none. */
function shortest(local: Temporal.PlainDateTime): string {
  const isWholeMinute = local.second === 0 && local.millisecond === 0
  return local.toString({
    smallestUnit: isWholeMinute ? 'minute' : local.millisecond === 0 ? 'second' : 'millisecond'
  })
}
