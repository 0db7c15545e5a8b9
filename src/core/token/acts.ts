import { z } from 'zod'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { invalid, Refusal } from '../door/refusal.ts'
import { scopes } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { lineOfText } from '../text/schema.ts'
import { longestDays, newSecret } from './rules.ts'
import { insertToken, listTokens, lockToken, revokeToken as revoke } from './store.server.ts'

const mostTokens = 50

export const makeToken = defineAct({
  name: 'token.make',
  replays: false,
  title: 'Make an API token for yourself or, as an owner, for an organisation; its secret is shown this once',
  http: 'POST /tokens',
  scope: null,
  perMinute: 10,
  identifies: false,
  input: z.strictObject({
    label: lineOfText(80),
    scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
    /** How long it holds, in days. */
    days: z.int().min(1).max(longestDays),
    /** For this organisation instead of the person who makes it. */
    organisationId: z.uuid().optional()
  }),
  load: async (tx, { organisationId }, who) => {
    if (!organisationId) return { owns: who.kind === 'person' }
    return { owns: hasRole(await rolesOf(tx, who, organisationId), 'owner') }
  },
  may: (_, { owns }) => owns,
  run: async (work, _, input, who) => {
    // Taking part is for people: with this scope alone an organisation's token could do nothing.
    if (input.organisationId && input.scopes.every(scope => scope === 'contribute'))
      throw invalid('scopes', 'contribute-is-for-people')
    const holder = input.organisationId
      ? { personId: null, organisationId: input.organisationId }
      : { personId: who.personId!, organisationId: null }
    const held = await listTokens(
      work.tx,
      holder.personId ? { personId: holder.personId } : { organisationId: input.organisationId! }
    )
    if (held.length >= mostTokens) throw new Refusal('too-many', { facts: { most: mostTokens } })
    const token = {
      ...holder,
      tokenId: newId(),
      label: input.label,
      scopes: scopes.filter(scope => input.scopes.includes(scope)),
      expiresAt: new Date(work.tx.now.getTime() + input.days * 86_400_000)
    }
    const secret = newSecret()
    await insertToken(work.tx, { ...token, secret, madeBy: who.personId })
    return { tokenId: token.tokenId, secret, scopes: token.scopes, expiresAt: token.expiresAt.toISOString() }
  },
  lines: (_, { organisationId }, { tokenId, scopes, expiresAt }) =>
    organisationId
      ? [
          {
            log: organisationId,
            effect: 'note',
            subject: { kind: 'token', id: tokenId },
            counted: { scopes, expires: expiresAt.slice(0, 10) }
          }
        ]
      : []
})

export const revokeToken = defineAct({
  name: 'token.revoke',
  title: 'End an API token at once',
  http: 'DELETE /tokens/{tokenId}',
  scope: null,
  identifies: false,
  input: z.strictObject({ tokenId: z.uuid() }),
  load: async (tx, { tokenId }, who) => {
    const token = await lockToken(tx, tokenId)
    const owns = token?.organisationId
      ? hasRole(await rolesOf(tx, who, token.organisationId), 'owner')
      : who.kind === 'person' && token?.personId === who.personId
    return { token, owns }
  },
  may: (_, { token, owns }) => token !== undefined && owns,
  run: async (work, { token }) => {
    await revoke(work.tx, token!.tokenId)
    return { tokenId: token!.tokenId }
  },
  lines: ({ token }) =>
    token!.organisationId
      ? [
          {
            log: token!.organisationId,
            effect: 'note',
            subject: { kind: 'token', id: token!.tokenId },
            counted: {}
          }
        ]
      : []
})
