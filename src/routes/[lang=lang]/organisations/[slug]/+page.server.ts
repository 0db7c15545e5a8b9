import { findOrganisationView } from '#lib/core/organisation/views.ts'
import { onServer } from '../../../on-server.ts'
import { query } from '../../calls/addresses.ts'
import { findListedCalls } from '../../calls/listed-calls.server.ts'
import { renderText } from '../../calls/rendered-text.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { slug } = params
  const after = url.searchParams.get('after') || undefined
  const [organisation, { calls, next }] = await Promise.all([
    locals.app.look(findOrganisationView, locals.who, { slug }),
    findListedCalls(locals, { organisation: slug, limit: 20, ...(after ? { after } : {}) })
  ])
  const shown = {
    now: Date.now(),
    organisation: {
      slug,
      name: organisation.name,
      kind: organisation.kind,
      about: renderText(organisation.about),
      languages: organisation.languages,
      timeZone: organisation.timeZone,
      website: organisation.website,
      contactEmail: organisation.contactEmail,
      domain: organisation.domainVerifiedAt ? organisation.domain : null,
      domainVerifiedAt: organisation.domainVerifiedAt,
      promises: organisation.promises,
      isDemo: organisation.isDemo
    },
    calls,
    first: after ? query({}) : null,
    next: next && query({ after: next })
  }
  return { hue: organisation.accent, page: onServer(shown) }
}
