import { getLocale } from '#lib/locales/paraglide/runtime.js'

/** The language of what an organisation wrote, for screen readers: known where it works in one, told where it is another. */
export function spokenIn(languages: readonly string[]): string | undefined {
  const [only, ...others] = languages
  return others.length === 0 && only !== getLocale() ? only : undefined
}
