import type { OrganisationKind } from '#lib/core/organisation/rules.ts'
import { m } from '#lib/locales/paraglide/messages.js'

/** What an organisation is, in a word or two. */
export const kindText = (kind: OrganisationKind): string => texts[kind]()

const texts: Readonly<Record<OrganisationKind, () => string>> = {
  public: m.organisation_kind_public,
  business: m.organisation_kind_business,
  initiative: m.organisation_kind_initiative
}
