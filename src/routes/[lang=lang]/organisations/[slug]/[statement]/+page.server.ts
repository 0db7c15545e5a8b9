import { Refusal } from '#lib/core/door/refusal.ts'
import { findOrganisationView } from '#lib/core/organisation/views.ts'
import { onServer } from '../../../../on-server.ts'
import { renderText } from '../../../calls/rendered-text.server.ts'
import { isStatement } from '../../statements.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { statement } = params
  if (!isStatement(statement)) throw new Refusal('not-found')
  const organisation = await locals.app.look(findOrganisationView, locals.who, { slug: params.slug })
  const { slug, name, kind, languages, address, website, contactEmail, domain, domainVerifiedAt } =
    organisation
  const shown = {
    statement,
    own: renderText(organisation[statement]),
    organisation: {
      slug,
      name,
      kind,
      languages,
      address,
      website,
      contactEmail,
      domain: domainVerifiedAt ? domain : null
    }
  }
  return { hue: organisation.accent, page: onServer(shown) }
}
