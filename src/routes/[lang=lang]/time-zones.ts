import type { Language } from '../../locales/languages.ts'

/** Kyiv by its own name: some lists of zones still know it by its old one. */
const renamed: Readonly<Record<string, string>> = { 'Europe/Kiev': 'Europe/Kyiv' }

let known: readonly string[] | undefined

/** The zones one can choose from, for a list of suggestions. */
export const knownTimeZones = (): readonly string[] =>
  (known ??= ['UTC', ...Intl.supportedValuesOf('timeZone').map(zone => renamed[zone] ?? zone)].toSorted())

/** What to begin with where nothing else is known. */
export const likelyTimeZone = (language: Language): string => likely[language] ?? 'UTC'

const likely: Readonly<Partial<Record<Language, string>>> = {
  uk: 'Europe/Kyiv',
  pl: 'Europe/Warsaw',
  bg: 'Europe/Sofia',
  es: 'Europe/Madrid'
}
