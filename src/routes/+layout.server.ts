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
  ...(await findOwn(locals))
})

/** What is refused to somebody is said by the page itself, with a head and a foot around it. */
async function findOwn({ app, who }: App.Locals): Promise<{ hasDesk: boolean; news: number }> {
  const nothing = { hasDesk: false, news: 0 }
  if (who.kind !== 'person') return nothing
  try {
    return await app.look(hasDesk, who, {})
  } catch (error) {
    if (error instanceof Refusal) return nothing
    throw error
  }
}
