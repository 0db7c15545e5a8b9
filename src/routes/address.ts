import { findLanguage } from '../locales/languages.ts'
import type { Language } from '../locales/languages.ts'

/** The language a path names: `/uk/calls` is Ukrainian, `/calls` and `/` name none. */
export const languageOf = (pathname: string): Language | undefined =>
  findLanguage(pathname.split('/', 2)[1] ?? '')

/** A path without its language: `/uk/calls` and `/calls` are both `/calls`; every home page is `/`. */
export const withoutLanguage = (pathname: string): string =>
  languageOf(pathname) === undefined ? pathname : pathname.slice(3) || '/'

/** The same path in another language. */
export const inLanguage = (language: Language, path: string): string =>
  `/${language}${path === '/' ? '' : path}`

/** What a page in another language is asked for as well: all but the name of the form that was sent (`?/respond`). */
export function queryOf(search: URLSearchParams): string {
  const kept = new URLSearchParams([...search].filter(([name]) => !name.startsWith('/')))
  return kept.size > 0 ? `?${kept}` : ''
}

/**
 * Whether a request should be sent on to the same path under a language: somebody reads a page, and no page lives there.
 * Files (a dot in the last part) and the routes that are no pages stay where they are; `/` is a page itself.
 */
export function needsLanguage(pathname: string, method: string, routeId: string | null): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  if (routeId !== null || languageOf(pathname) !== undefined) return false
  return !pathname.slice(pathname.lastIndexOf('/')).includes('.')
}
