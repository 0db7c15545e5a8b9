import { Temporal } from 'temporal-polyfill'

/**
 * What a wall-clock time at a place means: one moment; none, because the clocks skip it when they go forward; or two,
 * because they show it twice when they go back.
 */
export type LocalTime =
  | { readonly kind: 'moment'; readonly at: string }
  | { readonly kind: 'skipped'; readonly next: string }
  | { readonly kind: 'twice' }
  | { readonly kind: 'malformed' }

/**
 * The moment that `2026-11-02T18:00` names in a zone, in UTC (`2026-11-02T16:00:00Z`). For a skipped time `next` is the
 * time on the wall that comes instead (`03:30` for 02:30).
 */
export function readLocalTime(text: string, zone: string): LocalTime {
  try {
    const wall = Temporal.PlainDateTime.from(text)
    const [earlier, later] = (['earlier', 'later'] as const).map(disambiguation =>
      wall.toZonedDateTime(zone, { disambiguation })
    ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime]
    if (earlier.epochMilliseconds === later.epochMilliseconds) {
      return { kind: 'moment', at: earlier.toInstant().toString() }
    }
    return earlier.toPlainDateTime().equals(wall)
      ? { kind: 'twice' }
      : { kind: 'skipped', next: later.toPlainTime().toString({ smallestUnit: 'minute' }) }
  } catch {
    return { kind: 'malformed' }
  }
}

/** A moment as the clock on the wall shows it there: `2026-11-02T18:00`, as a form field wants it. */
export const localTimeOf = (moment: string, zone: string): string =>
  Temporal.Instant.from(moment)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
