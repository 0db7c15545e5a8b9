import { getLocale } from '../locales/paraglide/runtime.js'
import type { Language } from '../locales/languages.ts'

/** A moment: as the database and JSON give it. */
export type Moment = Date | string | number

/** `1964` as people of the language write it: 1 964, 1,964. */
export const formatNumber = (value: number, lang: Language = getLocale()): string =>
  // Small counts look the same everywhere, and a list has hundreds of them.
  Number.isInteger(value) && value >= 0 && value < 1_000 ? String(value) : numbers(lang, {}).format(value)

/** A share between 0 and 1, in whole per cent. */
export const formatShare = (share: number, lang: Language = getLocale()): string =>
  numbers(lang, { style: 'percent', maximumFractionDigits: 0 }).format(share)

/** The day at a place: `2 November 2026`. No zone is named, so use it where hours do not matter. */
export const formatDay = (moment: Moment, zone: string, lang: Language = getLocale()): string =>
  heldTogether(dates(lang, { dateStyle: 'long', timeZone: zone }).format(new Date(moment)))

/** Day and hour at a place, with the place and its offset on that day beside it: `2 November 2026 at 18:00 (Kyiv, GMT+2)`. */
export const formatMoment = (moment: Moment, zone: string, lang: Language = getLocale()): string =>
  `${heldTogether(dates(lang, { dateStyle: 'long', timeStyle: 'short', timeZone: zone }).format(new Date(moment)))} (${formatZone(moment, zone, lang)})`

/** `Kyiv, GMT+3`: the offset changes with the season, so it needs the moment. */
export function formatZone(moment: Moment, zone: string, lang: Language = getLocale()): string {
  if (zone === 'UTC') return 'UTC'
  const parts = dates('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(new Date(moment))
  const offset = parts.find(part => part.type === 'timeZoneName')?.value ?? 'GMT'
  return `${cityOf(zone, lang)}, ${offset}`
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** A span in its largest whole unit, rounded down: `9 days`, `3 hours`, `1 minute`. Less than a minute is one minute. */
export function formatSpan(ms: number, lang: Language = getLocale()): string {
  const [count, unit] =
    ms >= dayMs
      ? [ms / dayMs, 'day']
      : ms >= hourMs
        ? [ms / hourMs, 'hour']
        : [Math.max(ms / minuteMs, 1), 'minute']
  return numbers(lang, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(count))
}

/** How far from `now`: `in 9 days`, `yesterday`, `2 hours ago`. */
export function formatDistance(moment: Moment, now: Moment, lang: Language = getLocale()): string {
  const ms = new Date(moment).getTime() - new Date(now).getTime()
  const size = Math.abs(ms)
  const [length, unit]: [number, Intl.RelativeTimeFormatUnit] =
    size >= dayMs ? [dayMs, 'day'] : size >= hourMs ? [hourMs, 'hour'] : [minuteMs, 'minute']
  return distances(lang).format(Math.trunc(ms / length), unit)
}

/** A file's size: `2.5 MB`, with a thousand bytes to the kilobyte. */
export function formatSize(bytes: number, lang: Language = getLocale()): string {
  const [size, unit] =
    bytes >= 1e6 ? [bytes / 1e6, 'megabyte'] : bytes >= 1e3 ? [bytes / 1e3, 'kilobyte'] : [bytes, 'byte']
  return numbers(lang, { style: 'unit', unit, maximumFractionDigits: size < 10 ? 1 : 0 }).format(size)
}

/** `a, b and c` in the language. */
export const formatList = (items: readonly string[], lang: Language = getLocale()): string =>
  lists(lang).format(items)

// Intl knows zones by region ("Ukraine Time") or by abbreviations few people read; a city is what people set a watch by.
const cities: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'Europe/Kyiv': { en: 'Kyiv', uk: 'Київ', pl: 'Kijów', bg: 'Киев', es: 'Kiev', ru: 'Киев' },
  'Europe/Warsaw': {
    en: 'Warsaw',
    uk: 'Варшава',
    pl: 'Warszawa',
    bg: 'Варшава',
    es: 'Varsovia',
    ru: 'Варшава'
  },
  'Europe/Sofia': { en: 'Sofia', uk: 'Софія', pl: 'Sofia', bg: 'София', es: 'Sofía', ru: 'София' },
  'Europe/Madrid': { en: 'Madrid', uk: 'Мадрид', pl: 'Madryt', bg: 'Мадрид', es: 'Madrid', ru: 'Мадрид' }
}

const cityOf = (zone: string, lang: Language): string =>
  cities[zone]?.[lang] ?? zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')

// An Intl object costs as much to make as a whole page; each is made once.
function kept<Made, Options>(make: (lang: Language, options: Options) => Made) {
  const made = new Map<string, Made>()
  return (lang: Language, options: Options): Made => {
    const key = `${lang} ${JSON.stringify(options)}`
    let found = made.get(key)
    if (!found) made.set(key, (found = make(lang, options)))
    return found
  }
}
const numbers = kept((lang, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(lang, options))
const dates = kept(
  (lang, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(dialect(lang), options)
)
const distancesIn = kept(
  (lang, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(lang, options)
)
const distances = (lang: Language) => distancesIn(lang, { numeric: 'auto' })
const listsIn = kept((lang, options: Intl.ListFormatOptions) => new Intl.ListFormat(lang, options))
const lists = (lang: Language) => listsIn(lang, { type: 'conjunction' })

/** Ukrainian, Bulgarian and Russian end a date with a short word for “year”, which should not begin a line of its own. */
const heldTogether = (date: string): string => date.replace(/ (?=[рг]\.)/, '\u00a0')

/** English dates as most of its readers here write them: day first, 24 hours. */
const dialect = (lang: Language): string => (lang === 'en' ? 'en-GB' : lang)
