export const organisationKinds = ['public', 'business', 'initiative'] as const
export type OrganisationKind = (typeof organisationKinds)[number]

/** Who invites: a public body, a business or a civic initiative. */
export interface Organisation {
  readonly organisationId: string
  readonly slug: string
  readonly kind: OrganisationKind
  readonly name: string
  readonly about: string
  /** A hue in degrees, 0 to 359; see `accent.ts`. */
  readonly accent: number
  readonly languages: readonly string[]
  /** IANA name. */
  readonly timeZone: string
  readonly contactEmail: string | null
  readonly address: string
  readonly website: string | null
  /** Proven by a TXT record; null until then. */
  readonly domain: string | null
  readonly domainVerifiedAt: Date | null
  /** What the TXT record must say; for owners' eyes. */
  readonly domainToken: string
  readonly privacy: string
  readonly terms: string
  readonly imprint: string
  readonly accessibility: string
  /** Whether an answer is looked at by a second person before it is published. */
  readonly secondLook: boolean
  readonly isDemo: boolean
  readonly createdAt: Date
}

/** What everybody may see of an organisation. */
export function shownOrganisation({ domainToken: _, domainVerifiedAt, createdAt, ...shown }: Organisation) {
  return {
    ...shown,
    domainVerifiedAt: domainVerifiedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString()
  }
}
