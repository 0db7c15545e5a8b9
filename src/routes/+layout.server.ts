import { hasDesk } from '../core/person/views.ts'
import type { LayoutServerLoad } from './$types'
import { withoutLanguage } from './address.ts'

/** Pages are documents: no framework runs in the browser. */
export const csr = false

export const load: LayoutServerLoad = async ({ locals, url }) => {
  const { app, who, lang } = locals
  const signedIn = who.kind === 'person'
  return {
    lang,
    path: withoutLanguage(url.pathname),
    origin: app.config.origin,
    signedIn,
    hasDesk: signedIn && (await app.look(hasDesk, who, {})).hasDesk
  }
}
