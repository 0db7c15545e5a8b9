import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { defineView } from '../door/act.ts'
import type { Look } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import {
  countDecisions,
  countFlags,
  findCharges,
  findPastDecisions,
  findSaid,
  listDecisions,
  listWaiting
} from './queue.server.ts'
import type { PastDecision, Said } from './queue.server.ts'

const paged = z.strictObject({
  callId: z.uuid(),
  after: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20)
})

export const listQueue = defineView({
  name: 'moderation.queue',
  title:
    'What waits for a moderator: the held and the flagged, with what was said against it and decided before',
  http: 'GET /calls/{callId}/moderation-queue',
  scope: 'moderate',
  input: paged,
  load: loadModerated,
  may: byModerators,
  run: async (look, { call }, { after, limit }) => {
    const { callId } = call
    const rows = await listWaiting(look.db, callId, readCursor(after, 'uuid')?.[0], limit + 1)
    const page = rows.slice(0, limit)
    const ids = page.map(row => row.target)
    const said = await findSaid(look.db, callId, ids)
    const charges = await findCharges(look.db, callId, ids)
    const past = await findPastDecisions(look.db, callId, ids)
    return {
      items: page.map(({ target, kind }) => ({
        kind,
        ...shownSaid(look, call, said.get(target)!),
        ...(charges.get(target) ?? { flags: 0, grounds: {}, notes: [] }),
        decisions: (past.get(target) ?? []).map(shownDecision)
      })),
      next: rows.length > limit ? writeCursor(ids.at(-1)!) : null
    }
  }
})

export const listDecided = defineView({
  name: 'moderation.decisions',
  title: 'What was decided, newest first, so that a decision can be looked at again',
  http: 'GET /calls/{callId}/decisions',
  scope: 'moderate',
  input: paged,
  load: loadModerated,
  may: byModerators,
  run: async (look, { call }, { after, limit }) => {
    const rows = await listDecisions(look.db, call.callId, readCursor(after, 'uuid')?.[0], limit + 1)
    const page = rows.slice(0, limit)
    const said = await findSaid(look.db, call.callId, [...new Set(page.map(row => row.target))])
    return {
      items: page.map(row => ({
        decisionId: row.decisionId,
        kind: row.kind,
        ...shownDecision(row),
        ...shownSaid(look, call, said.get(row.target)!)
      })),
      next: rows.length > limit ? writeCursor(page.at(-1)!.decisionId) : null
    }
  }
})

export const findRecord = defineView({
  name: 'moderation.record',
  title: 'How a call is moderated, in numbers: decisions by ground, flags open and settled',
  http: 'GET /calls/{callId}/moderation-record',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid() }),
  load: loadModerated,
  may: (_, { call, roles }) => call.openedAt !== null || hasRole(roles, 'moderator'),
  run: async (look, { call }) => ({
    decisions: await countDecisions(look.db, call.callId),
    flags: await countFlags(look.db, call.callId)
  })
})

interface Moderated {
  readonly call: Frame
  readonly roles: ReadonlySet<Role>
}

async function loadModerated(db: Db, { callId }: { callId: string }, who: Who): Promise<Moderated> {
  const call = (await listFrames(db, [callId])).get(callId)
  if (!call) throw new Refusal('not-found')
  const roles = await rolesOf(db, who, call.organisationId, callId)
  if (!call.openedAt && !hasRole(roles, 'moderator')) throw new Refusal('not-found')
  return { call, roles }
}

function byModerators(_: Who, { roles }: Moderated): boolean {
  return hasRole(roles, 'moderator')
}

/** What was said, for moderators' eyes: also what nobody else sees. What its author took back or erased is not shown. */
function shownSaid({ methods }: Look, call: Frame, said: Said) {
  const step = call.steps.find(one => one.stepId === said.stepId)
  const method = step && methods.get(step.method)
  const gone = said.state === 'withdrawn' || said.state === 'erased'
  return {
    target: said.target,
    contributionId: said.contributionId,
    title: gone && said.comment === null ? '' : said.title,
    text: gone ? '' : (said.comment ?? method?.text(said.body) ?? ''),
    state: said.state,
    author: gone ? null : said.author,
    madeAt: said.madeAt.toISOString()
  }
}

const shownDecision = ({ decision, ground, reason, decidedAt }: PastDecision) => ({
  decision,
  ground,
  reason,
  decidedAt: decidedAt.toISOString()
})
