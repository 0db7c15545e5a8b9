import { listOrganisationsView } from '#lib/core/organisation/views.ts'
import { plainExcerpt } from '#lib/core/text/plain-excerpt.ts'
import { onServer } from '../../on-server.ts'
import { query } from '../calls/addresses.ts'
import type { PageServerLoad } from './$types'

const excerptLength = 200

export const load: PageServerLoad = async ({ locals, url }) => {
  const after = url.searchParams.get('after') || undefined
  const { items, next } = await locals.app.look(listOrganisationsView, locals.who, {
    ...(after ? { after } : {}),
    limit: 30
  })
  const shown = {
    organisations: items.map(({ slug, kind, name, about, accent, isDemo, calls }) => ({
      slug,
      kind,
      name,
      about: plainExcerpt(about, excerptLength),
      accent,
      isDemo,
      calls
    })),
    next: next && query({ after: next })
  }
  return { page: onServer(shown) }
}
