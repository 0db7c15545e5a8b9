import type { LayoutServerLoad } from './$types'
import { withoutLanguage } from './address.ts'

/** Pages are documents: no framework runs in the browser. */
export const csr = false

export const load: LayoutServerLoad = ({ locals, url }) => ({
  lang: locals.lang,
  path: withoutLanguage(url.pathname),
  origin: locals.app.config.origin,
  signedIn: locals.who.kind === 'person'
})
