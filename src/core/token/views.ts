import { z } from 'zod'
import { defineView } from '../door/act.ts'
import { findPerson } from '../person/store.server.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { listTokens } from './store.server.ts'

export const listTokensView = defineView({
  name: 'token.list',
  title:
    'Your API tokens, or those of an organisation you own: what they may do, when they end, when they were last used',
  http: 'GET /tokens',
  scope: null,
  input: z.strictObject({ organisationId: z.uuid().optional() }),
  load: async (db, { organisationId }, who) => {
    if (!organisationId)
      return { owns: who.kind === 'person' && (await findPerson(db, who.personId)) !== undefined }
    return { owns: hasRole(await rolesOf(db, who, organisationId), 'owner') }
  },
  may: (_, { owns }) => owns,
  run: async (look, _, { organisationId }, who) => {
    const tokens = await listTokens(
      look.db,
      organisationId ? { organisationId } : { personId: who.personId! }
    )
    return {
      items: tokens.map(token => ({
        tokenId: token.tokenId,
        label: token.label,
        scopes: token.scopes,
        madeAt: token.madeAt.toISOString(),
        expiresAt: token.expiresAt.toISOString(),
        lastUsedOn: token.lastUsedOn
      }))
    }
  }
})
