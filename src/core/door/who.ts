/** What an API token may be used for. `read` sees what its holder sees; the others add kinds of acts. */
export const scopes = ['read', 'contribute', 'moderate', 'organise'] as const
export type Scope = (typeof scopes)[number]

/**
 * Whoever knocks at the door.
 * - `guest`: no account; `personId` is null until the first act leaves a signed cookie.
 * - `person`: signed in.
 * - `token`: a program, for a person (acts as that person) or for an organisation (acts as its organiser), within its scopes.
 * - `operator`: somebody with a shell on the server, by name.
 * - `system`: a job of our own.
 */
export type Who =
  | { readonly kind: 'guest'; readonly personId: string | null; readonly address: string }
  | { readonly kind: 'person'; readonly personId: string; readonly address: string }
  | {
      readonly kind: 'token'
      readonly tokenId: string
      readonly personId: string | null
      readonly organisationId: string | null
      readonly scopes: readonly Scope[]
      readonly address: string
    }
  | { readonly kind: 'operator'; readonly name: string; readonly personId: null }
  | { readonly kind: 'system'; readonly job: string; readonly personId: null }

/** The address limits are counted by; jobs and operators have none. */
export const addressOf = (who: Who): string | null => ('address' in who ? who.address : null)

export const isTrusted = (who: Who): boolean => who.kind === 'system' || who.kind === 'operator'

/** People who proved an address. A guest has not. */
export const isSignedIn = (who: Who): boolean =>
  who.kind === 'person' || (who.kind === 'token' && who.personId !== null) || isTrusted(who)
