import { z } from 'zod'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { hasRole } from '../role/rules.ts'
import { countAppeals, findDecision, hasOtherModerator, listAppeals } from './appeals.server.ts'
import { findGuards } from './guards.server.ts'
import { byModerators, loadModerated, shownDecision, shownSaid } from './load-call.server.ts'
import { findPrecedents } from './precedents.server.ts'
import {
  countDecisions,
  countFlags,
  countHolds,
  findCharges,
  findHolds,
  findPastDecisions,
  findSaid,
  listDecisions,
  listWaiting,
  medianHours
} from './queue.server.ts'
import type { Ground } from './rules.ts'

export { findStanding, findStatement } from './statement-views.ts'

const paged = z.strictObject({
  callId: z.uuid(),
  after: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20)
})

export const listQueue = defineView({
  name: 'moderation.queue',
  title:
    'What waits for a moderator: the held and the flagged, with what was said against it, why a program held it, what was decided before and about things like it',
  http: 'GET /calls/{callId}/moderation-queue',
  scope: 'moderate',
  input: paged,
  load: loadModerated,
  may: byModerators,
  run: async ({ db, methods }, { call }, { after, limit }) => {
    const { callId } = call
    const rows = await listWaiting(db, callId, readCursor(after, 'uuid')?.[0], limit + 1)
    const page = rows.slice(0, limit)
    const ids = page.map(row => row.target)
    const said = await findSaid(db, callId, ids)
    const charges = await findCharges(db, callId, ids)
    const holds = await findHolds(db, callId, ids)
    const past = await findPastDecisions(db, callId, ids)
    const precedents = await findPrecedents(
      db,
      call,
      ids.map(target => ({
        target,
        title: said.get(target)!.title,
        grounds: Object.keys(charges.get(target)?.grounds ?? {}) as Ground[]
      }))
    )
    return {
      items: page.map(({ target, kind }) => ({
        kind,
        ...shownSaid(methods, call, said.get(target)!),
        ...(charges.get(target) ?? { flags: 0, grounds: {}, notes: [] }),
        holds: holds.get(target) ?? [],
        decisions: (past.get(target) ?? []).map(shownDecision),
        precedents: (precedents.get(target) ?? []).map(({ decidedAt, ...one }) => ({
          ...one,
          decidedAt: decidedAt.toISOString()
        }))
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
  run: async ({ db, methods }, { call }, { after, limit }) => {
    const rows = await listDecisions(db, call.callId, readCursor(after, 'uuid')?.[0], limit + 1)
    const page = rows.slice(0, limit)
    const said = await findSaid(db, call.callId, [...new Set(page.map(row => row.target))])
    return {
      items: page.map(row => ({
        kind: row.kind,
        ...shownDecision(row),
        ...shownSaid(methods, call, said.get(row.target)!)
      })),
      next: rows.length > limit ? writeCursor(page.at(-1)!.decisionId) : null
    }
  }
})

export const listContested = defineView({
  name: 'moderation.appeals',
  title: 'Decisions that their authors contest and nobody has looked at again, oldest appeal first',
  http: 'GET /calls/{callId}/appeals',
  scope: 'moderate',
  input: paged,
  load: loadModerated,
  may: byModerators,
  run: async ({ db, methods }, { call }, { after, limit }, who) => {
    const rows = await listAppeals(db, call.callId, readCursor(after, 'number', 'uuid'), limit + 1)
    const page = rows.slice(0, limit)
    const hasOther = await hasOtherModerator(db, call, who.personId)
    const items = []
    for (const appeal of page) {
      const decision = (await findDecision(db, call.callId, appeal.decisionId))!
      const said = (await findSaid(db, call.callId, [decision.target])).get(decision.target)!
      items.push({
        kind: decision.kind,
        ...shownDecision({ ...decision, appeal: 'waiting' }),
        ...shownSaid(methods, call, said),
        words: appeal.words,
        appealedAt: appeal.madeAt.toISOString(),
        /** Decided by whoever looks: another person, where there is one, judges the appeal. */
        isOwn: who.personId !== null && decision.decidedBy === who.personId && hasOther
      })
    }
    const last = page.at(-1)
    return { items, next: rows.length > limit ? writeCursor(last!.at, last!.decisionId) : null }
  }
})

export const findRecord = defineView({
  name: 'moderation.record',
  title:
    'How a call is moderated, in numbers: decisions by kind, ground and who found it, flags, holds by rule, appeals, hours until decided',
  http: 'GET /calls/{callId}/moderation-record',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid() }),
  load: loadModerated,
  may: (_, { call, roles }) => call.openedAt !== null || hasRole(roles, 'moderator'),
  run: async ({ db }, { call: { callId } }) => {
    const { words, links, copies, shouting, burst, trustAfter } = await findGuards(db, callId)
    return {
      decisions: await countDecisions(db, callId),
      flags: await countFlags(db, callId),
      holds: await countHolds(db, callId),
      appeals: await countAppeals(db, callId),
      medianHours: await medianHours(db, callId),
      guards: { words: words.length, links, copies, shouting, burst, trustAfter }
    }
  }
})

export const showGuards = defineView({
  name: 'moderation.guards',
  title: 'What the programs of a call hold for a person to look at, with its list of words',
  http: 'GET /calls/{callId}/guards',
  scope: 'moderate',
  input: z.strictObject({ callId: z.uuid() }),
  load: loadModerated,
  may: byModerators,
  run: async ({ db }, { call }) => {
    const { changedAt, ...guards } = await findGuards(db, call.callId)
    return { ...guards, changedAt: changedAt?.toISOString() ?? null }
  }
})
