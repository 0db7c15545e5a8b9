import type { RequestEvent } from '@sveltejs/kit'
import { Refusal } from '../core/door/refusal.ts'
import { claimGuest } from '../core/person/claim-act.ts'
import type { From, SignedIn } from '../core/person/auth.server.ts'
import { guestCookieName } from '../core/person/guest-cookie.ts'
import { isLocalPath } from '../core/person/links.ts'

/** A request as far as accounts need it. */
export const fromOf = (event: RequestEvent): From => ({
  headers: event.request.headers,
  address: event.getClientAddress()
})

/** Where somebody wants to go on afterwards, `?next=/uk/calls/yard`: a page of ours, or nowhere in particular. */
export function nextOf(url: URL): string | null {
  const next = url.searchParams.get('next')
  return next !== null && isLocalPath(next) ? next : null
}

/** Proves who the guest in this browser is, where there is one. */
export const guestProof = ({ cookies }: RequestEvent): string | null => cookies.get(guestCookieName) ?? null

/**
 * Lets the browser know who it is from now on and, with a proof, takes along what was done as a guest. A proof that is no
 * longer good must not keep anybody from signing in.
 */
export async function letIn(event: RequestEvent, signedIn: SignedIn, proof: string | null): Promise<void> {
  const { app, auth, newCookies } = event.locals
  newCookies.push(...signedIn.setCookies)
  if (!proof) return
  const who = { kind: 'person', personId: signedIn.personId, address: event.getClientAddress() } as const
  try {
    await app.perform(claimGuest, who, { proof }, { channel: 'web' })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
  newCookies.push(auth.forgottenGuestCookie())
}
