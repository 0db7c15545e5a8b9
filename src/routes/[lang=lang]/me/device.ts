/** A browser and its system by what it says of itself: `Firefox, Android`. Null where nothing in it is known. */
export function deviceOf(userAgent: string): string | null {
  const named = [find(browsers, userAgent), find(systems, userAgent)].filter(name => name !== undefined)
  return named.length > 0 ? named.join(', ') : null
}

const find = (list: readonly (readonly [string, RegExp])[], text: string): string | undefined =>
  list.find(([, pattern]) => pattern.test(text))?.[0]

// Browsers claim to be those before them, so the newest claims come first.
const browsers = [
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Edge', /Edg(?:e|A|iOS)?\//],
  ['Opera', /OPR\/|Opera/],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Chrome', /Chrom(?:e|ium)\/|CriOS\//],
  ['Safari', /Safari\//]
] as const
const systems = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad|iPod/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/]
] as const
