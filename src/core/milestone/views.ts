import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { findRoot } from '../answer/list.server.ts'
import { byOrganisers, loadCall } from '../answer/load.server.ts'
import type { AtWork } from '../answer/load.server.ts'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import {
  listAcceptedAnswers,
  listAcceptedOnes,
  listMilestones,
  listSources,
  listTurns,
  shownTurn
} from './list.server.ts'
import type { ListedMilestone } from './list.server.ts'
import type { Milestone } from './rules.ts'
import { findMilestone } from './store.server.ts'

export { findChangelog } from './changelog.ts'

const everybody = () => true

export const listMilestonesView = defineView({
  name: 'milestone.list',
  title: 'The milestones of a call, or those that came from one contribution, in the order they were planned',
  http: 'GET /calls/{callId}/milestones',
  scope: 'read',
  input: z.strictObject({
    callId: z.uuid(),
    /** Those that came from this contribution, or from what it was merged into. */
    from: z.uuid().optional(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100)
  }),
  load: loadCall,
  may: everybody,
  run: async (look, { call }, { from, after, limit }) => {
    const { callId } = call
    const source = from ? await findRoot(look.db, callId, from) : null
    const rows = await listMilestones(look.db, callId, source, readCursor(after, 'uuid')?.[0], limit + 1)
    const page = rows.slice(0, limit)
    return {
      items: page.map(shownListed),
      next: rows.length > limit ? writeCursor(page.at(-1)!.milestoneId) : null
    }
  }
})

interface AtMilestone extends AtWork {
  readonly milestone: Milestone
}

async function loadMilestone(
  db: Db,
  { callId, milestoneId }: { callId: string; milestoneId: string },
  who: Who
): Promise<AtMilestone> {
  const at = await loadCall(db, { callId }, who)
  const milestone = await findMilestone(db, callId, milestoneId)
  if (!milestone) throw new Refusal('not-found')
  return { ...at, milestone }
}

export const findMilestoneView = defineView({
  name: 'milestone.find',
  title: 'One milestone with its timeline, newest first, and what it came from',
  http: 'GET /calls/{callId}/milestones/{milestoneId}',
  scope: 'read',
  input: z.strictObject({
    callId: z.uuid(),
    milestoneId: z.uuid(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50)
  }),
  load: loadMilestone,
  may: everybody,
  run: async (look, { milestone, roles }, { after, limit }) => {
    const { callId, milestoneId } = milestone
    const [sources, turns] = await Promise.all([
      listSources(look.db, callId, milestoneId, readCursor(after, 'uuid')?.[0], limit + 1),
      listTurns(look.db, callId, milestoneId, undefined, 200)
    ])
    const page = sources.slice(0, limit)
    return {
      ...milestone,
      mayTurn: hasRole(roles, 'organiser'),
      turns: turns.map(shownTurn),
      sources: page,
      next: sources.length > limit ? writeCursor(page.at(-1)!.contributionId) : null
    }
  }
})

export const findMilestoneDesk = defineView({
  name: 'milestone.desk',
  title:
    'What milestones of a call can come from: answers that accepted something, and accepted contributions',
  http: 'GET /calls/{callId}/milestone-desk',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid() }),
  load: loadCall,
  may: byOrganisers,
  run: async (look, { call }) => {
    const [answers, accepted] = await Promise.all([
      listAcceptedAnswers(look.db, call.callId),
      listAcceptedOnes(look.db, call.callId, 200)
    ])
    return { answers, accepted }
  }
})

const shownListed = ({ changedAt, ...one }: ListedMilestone) => ({
  ...one,
  changedAt: changedAt.toISOString()
})
