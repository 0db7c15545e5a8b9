import type { From } from '../../src/core/person/auth.server.ts'
import type { Letter } from '../../src/core/door/act.ts'

let browsers = 0

/** A browser of its own at an address of its own, so that limits of one test do not meet another's. */
export function aBrowser(cookies: readonly string[] = []): From {
  const headers = new Headers({ 'user-agent': 'Test browser' })
  if (cookies.length > 0) headers.set('cookie', cookies.map(cookie => cookie.split(';')[0]).join('; '))
  browsers += 1
  return { headers, address: `203.0.113.${browsers}` }
}

/** The token in the link of a letter. */
export const tokenOf = (letter: Letter): string =>
  new URL(String(letter.facts['link'])).searchParams.get('token')!
