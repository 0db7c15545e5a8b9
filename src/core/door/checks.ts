import type { AnyAct, AnyView } from './act.ts'
import { networkOf } from './limits.ts'
import { problemsOf } from './problems.ts'
import { Refusal } from './refusal.ts'
import type { Who } from './who.ts'

/** The input as the schema wants it, or all that is wrong with it. */
export function parse(door: AnyAct | AnyView, input: unknown): any {
  const parsed = door.input.safeParse(input, { reportInput: true })
  if (!parsed.success) throw new Refusal('invalid', { problems: problemsOf(parsed.error) })
  return parsed.data
}

/** A key of 16 to 200 visible characters: long enough that nobody guesses another's. */
export function checkKey(key: string | undefined): void {
  if (key !== undefined && !/^[\x21-\x7e]{16,200}$/.test(key)) {
    throw new Refusal('invalid', { problems: [{ path: 'Idempotency-Key', code: 'not-well-formed' }] })
  }
}

/** A token does what its scopes allow, whoever it stands for. */
export function checkScope(door: AnyAct | AnyView, who: Who): void {
  if (who.kind === 'token' && (door.scope === null || !who.scopes.includes(door.scope)))
    throw new Refusal('not-allowed')
}

export const notAllowed = (who: Who): Refusal =>
  new Refusal(who.kind === 'guest' ? 'not-signed-in' : 'not-allowed')

/**
 * Whose keys these are. Of a guest who is still unknown only the network is known: the answer to a first act says who the
 * guest is from then on, so a key that another guest makes up or learns elsewhere must not fetch it.
 */
export function holderOf(who: Who): string {
  if (who.personId !== null) return who.personId
  if (who.kind === 'token') return who.tokenId
  return who.kind === 'guest' ? `${unknownGuest}${networkOf(who.address)}` : who.kind
}

export const unknownGuest = 'guest at '
