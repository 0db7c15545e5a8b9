import { z } from 'zod'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import { findOrganisationBySlug } from '../organisation/store.server.ts'
import { findOwnParts } from '../participant/store.server.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { listDisputes } from './disputes.server.ts'
import { findFigures, listPromises } from './record.server.ts'
import { patience } from './rules.ts'

/** Of so many disputes a page shows the words; nobody can raise more than one a call. */
const mostDisputes = 500

export const findPromises = defineView({
  name: 'promise.record',
  title:
    'What became of an organisation’s promises: figures, the calls behind them, and what is held against them',
  http: 'GET /organisations/{slug}/promises',
  scope: 'read',
  input: z.strictObject({
    slug: z.string().max(60),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20)
  }),
  load: async (db, { slug }, who) => {
    const organisation = await findOrganisationBySlug(db, slug)
    if (!organisation) throw new Refusal('not-found')
    return { organisation, roles: await rolesOf(db, who, organisation.organisationId) }
  },
  may: () => true,
  run: async (look, { organisation, roles }, { after, limit }, who) => {
    const { organisationId } = organisation
    const before = readCursor(after, 'uuid')?.[0] ?? null
    const found = await listPromises(look.db, organisationId, before, limit + 1)
    const calls = found.slice(0, limit)
    const disputed = calls.filter(call => call.disputes > 0).map(call => call.callId)
    const disputes = disputed.length > 0 ? await listDisputes(look.db, disputed, mostDisputes) : []
    const parts = who.personId
      ? await findOwnParts(
          look.db,
          calls.map(call => call.callId),
          who.personId
        )
      : new Map<string, string>()
    return {
      figures: await findFigures(look.db, organisationId),
      patience,
      maySay: hasRole(roles, 'organiser'),
      mayHide: hasRole(roles, 'moderator'),
      items: calls.map(({ openedAt, concludedAt, cancelledAt, ...call }) => ({
        ...call,
        openedAt: openedAt.toISOString(),
        concludedAt: concludedAt?.toISOString() ?? null,
        cancelledAt: cancelledAt?.toISOString() ?? null,
        /** Whether whoever looks took part and has not said anything against it yet. */
        mayDispute: isFree(parts.get(call.callId) ?? null, disputes),
        disputes: disputes
          .filter(one => one.callId === call.callId)
          .map(
            ({ disputeId, words, author, madeAt, state, wordOfOrganisation, wordedAt, participantId }) => ({
              disputeId,
              words,
              author,
              state,
              own: participantId === parts.get(call.callId),
              madeAt: madeAt.toISOString(),
              wordOfOrganisation,
              wordedAt: wordedAt?.toISOString() ?? null
            })
          )
      })),
      next: found.length > limit ? writeCursor(calls.at(-1)!.callId) : null
    }
  }
})

const isFree = (part: string | null, disputes: readonly { participantId: string }[]): boolean =>
  part !== null && !disputes.some(one => one.participantId === part)
