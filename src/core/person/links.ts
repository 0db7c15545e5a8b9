/** Addresses that letters lead to; the pages behind them do nothing until a button is pressed, as mail scanners open links. */

export const signInLink = (
  origin: string,
  language: string,
  token: string,
  more: { next?: string | null; claim?: string | null } = {}
): string => link(origin, language, 'sign-in/link', { token, next: more.next, claim: more.claim })

export const newPasswordLink = (origin: string, language: string, token: string): string =>
  link(origin, language, 'sign-in/new-password', { token })

export const newAddressLink = (origin: string, language: string, token: string): string =>
  link(origin, language, 'sign-in/new-address', { token })

export const invitationLink = (origin: string, language: string, token: string): string =>
  link(origin, language, 'invitation', { token })

/** A group may be there only for whom it knows: signing in comes first, and is passed over by whoever did. */
export const groupLink = (origin: string, language: string, groupId: string): string =>
  link(origin, language, 'sign-in', { next: `/${language}/groups/${groupId}` })

/** A page of ours, so that nobody is sent elsewhere by a link that begins here. */
export const isLocalPath = (path: string): boolean => /^\/(?![/\\])[\x21-\x7e]{0,300}$/.test(path)

function link(
  origin: string,
  language: string,
  path: string,
  query: Readonly<Record<string, string | null | undefined>>
) {
  const url = new URL(`${origin}/${language}/${path}`)
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value)
  return url.href
}
