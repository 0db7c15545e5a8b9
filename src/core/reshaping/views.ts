import { z } from 'zod'
import { listFrames } from '../call/store.server.ts'
import { loadSeenContribution } from '../contribution/views.ts'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { findLineage, listDeedsOf } from './lineage.server.ts'
import { listReshapings } from './store.server.ts'

export const listReshapingsView = defineView({
  name: 'reshaping.list',
  title: 'What was merged and split in a call, newest first, with what was undone',
  http: 'GET /calls/{callId}/reshapings',
  scope: 'organise',
  input: z.strictObject({
    callId: z.uuid(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20)
  }),
  load: async (db, { callId }, who) => {
    const call = (await listFrames(db, [callId])).get(callId)
    if (!call?.openedAt) throw new Refusal('not-found')
    return rolesOf(db, who, call.organisationId, callId)
  },
  may: (_, roles) => hasRole(roles, 'organiser'),
  run: async (look, _, { callId, after, limit }) => {
    const rows = await listReshapings(look.db, callId, readCursor(after, 'uuid')?.[0], limit + 1)
    const page = rows.slice(0, limit)
    return {
      items: page.map(row => ({
        ...row,
        madeAt: row.madeAt.toISOString(),
        undoneAt: row.undoneAt?.toISOString() ?? null
      })),
      next: rows.length > limit ? writeCursor(page.at(-1)!.reshapingId) : null
    }
  }
})

export const findLineageView = defineView({
  name: 'contribution.lineage',
  title:
    'Where a contribution came from and what came of it: what builds on it, merges and splits with reasons',
  http: 'GET /calls/{callId}/contributions/{contributionId}/lineage',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid(), contributionId: z.uuid() }),
  load: loadSeenContribution,
  may: () => true,
  run: async (look, { contribution }) => {
    const { callId, contributionId, mergedInto } = contribution
    return {
      contributionId,
      mergedInto,
      ...(await findLineage(look.db, callId, contributionId)),
      deeds: await listDeedsOf(look.db, callId, contributionId)
    }
  }
})
