import { invalid, Refusal } from '../door/refusal.ts'
import type { Ask, From } from './auth-asker.server.ts'
import type { LetterWish } from './auth-letters.server.ts'

/** How an account gets another address: asked for by whoever is signed in, done by whoever reads mail at the new one. */
export const addressChanges = (ask: Ask) => ({
  /**
   * Sends a letter with a link to the new address. The answer is the same where that address has an account already: then
   * nothing is sent.
   */
  async askNewAddress(wish: LetterWish & { readonly email: string }, from: From): Promise<void> {
    const response = await ask('/change-email', from, { newEmail: wish.email }, wish)
    if (response.status === 401) throw new Refusal('not-signed-in')
    if (response.ok) return
    const { message } = (await response.json().catch(() => ({}))) as { message?: string }
    throw invalid('email', message === 'Email is the same' ? 'unchanged' : 'not-email')
  },

  /** Takes the new address by such a link; gives cookies for whoever is signed in. Refused with `expired`. */
  async confirmAddress(token: string, from: From): Promise<readonly string[]> {
    const response = await ask(`/verify-email?token=${encodeURIComponent(token)}`, from)
    if (!response.ok) throw new Refusal('expired')
    return response.headers.getSetCookie()
  }
})
