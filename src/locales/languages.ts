/** The languages of the pages, in the order they are offered, by their own names. */
export const languageNames = {
  en: 'English',
  uk: 'Українська',
  pl: 'Polski',
  bg: 'Български',
  es: 'Español',
  ru: 'Русский'
} as const

export type Language = keyof typeof languageNames
export const languages = Object.keys(languageNames) as readonly Language[]
export const defaultLanguage: Language = 'en'

export const findLanguage = (tag: string): Language | undefined =>
  Object.hasOwn(languageNames, tag) ? (tag as Language) : undefined

/**
 * The language a browser would like best of ours (RFC 9110, 12.5.4): highest weight first, then the order given.
 * `uk-UA` counts as `uk`. English when nothing fits.
 */
export function negotiateLanguage(acceptLanguage: string | null): Language {
  const wishes = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map(parseWish)
    .filter(wish => wish.weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  for (const { tag } of wishes) {
    const language = findLanguage(tag)
    if (language) return language
  }
  return defaultLanguage
}

function parseWish(part: string): { tag: string; weight: number } {
  const [range = '', ...parameters] = part.split(';').map(text => text.trim())
  const quality = parameters.find(parameter => parameter.startsWith('q='))
  const weight = quality === undefined ? 1 : Number(quality.slice(2))
  return { tag: range.toLowerCase().split('-')[0] ?? '', weight: Number.isFinite(weight) ? weight : 0 }
}
