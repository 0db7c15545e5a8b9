import { Refusal } from '../core/door/refusal.ts'
import { hasDesk } from '../core/person/views.ts'
import type { LayoutServerLoad } from './$types'
import { queryOf, withoutLanguage } from './address.ts'

/** Pages are documents: no framework runs in the browser. */
export const csr = false

export const load: LayoutServerLoad = async ({ locals, url }) => ({
  lang: locals.lang,
  path: withoutLanguage(url.pathname),
  query: queryOf(url.searchParams),
  origin: locals.app.config.origin,
  signedIn: locals.who.kind === 'person',
  hasDesk: await findDesk(locals)
})

/** What is refused to somebody is said by the page itself, with a head and a foot around it. */
async function findDesk({ app, who }: App.Locals): Promise<boolean> {
  if (who.kind !== 'person') return false
  try {
    return (await app.look(hasDesk, who, {})).hasDesk
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
