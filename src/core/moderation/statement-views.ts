import { z } from 'zod'
import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import { findAppeal, findDecision } from './appeals.server.ts'
import type { KeptDecision } from './appeals.server.ts'
import { loadModerated, shownDecision, shownSaid } from './load-call.server.ts'
import type { HoldRule } from './look.ts'
import { findHolds, findPastDecisions, findSaid } from './queue.server.ts'
import { isContestable, stateOf } from './rules.ts'
import type { Target } from './rules.ts'
import { findTarget, wroteIt } from './store.server.ts'

interface Seen {
  readonly call: Frame
  readonly target: Target
  readonly own: boolean
  readonly moderates: boolean
}

/** A contribution or a comment with its moderation, for its author and for moderators; nobody else learns that it is there. */
async function loadSeen(
  db: Db,
  { callId, kind, target: id }: { callId: string; kind: Target['kind']; target: string },
  who: Who
): Promise<Seen> {
  const { call, roles } = await loadModerated(db, { callId }, who)
  const target = await findTarget(db, callId, kind, id)
  if (!target) throw new Refusal('not-found')
  const own = who.personId !== null && (await wroteIt(db, target, who.personId))
  const moderates = hasRole(roles, 'moderator')
  if (!own && !moderates) throw new Refusal('not-found')
  return { call, target, own, moderates }
}

export const findStatement = defineView({
  name: 'moderation.statement',
  title: 'A decision with its statement of reasons and its appeal, for the author and for moderators',
  http: 'GET /calls/{callId}/decisions/{decisionId}',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid(), decisionId: z.uuid() }),
  load: async (db, { callId, decisionId }, who): Promise<Seen & { decision: KeptDecision }> => {
    const decision = await findDecision(db, callId, decisionId)
    if (!decision) throw new Refusal('not-found')
    return { ...(await loadSeen(db, decision, who)), decision }
  },
  may: () => true,
  run: async ({ db, methods }, { call, target, own, decision }) => {
    const { callId, decisionId } = decision
    const appeal = await findAppeal(db, callId, decisionId)
    const said = (await findSaid(db, callId, [decision.target])).get(decision.target)!
    const last = (await findPastDecisions(db, callId, [decision.target])).get(decision.target)![0]!
    const isGone = stateOf(target) === 'withdrawn' || stateOf(target) === 'erased'
    return {
      kind: decision.kind,
      ...shownDecision({ ...decision, appeal: appeal ? (appeal.outcome ?? 'waiting') : null }),
      said: shownSaid(methods, call, said),
      own,
      moved: decision.moved && {
        from: placeIn(call, decision.moved.from.stepId, decision.moved.from.theme),
        to: placeIn(call, decision.moved.to.stepId, decision.moved.to.theme)
      },
      /** Another decision has been made since, and holds now. */
      isReplaced: last.decisionId !== decisionId,
      mayContest:
        own &&
        !isGone &&
        !appeal &&
        last.decisionId === decisionId &&
        isContestable(decision.decision) &&
        decision.onAppealOf === null,
      contest: appeal
        ? {
            words: appeal.words,
            madeAt: appeal.madeAt.toISOString(),
            outcome: appeal.outcome,
            reason: appeal.reason,
            settledAt: appeal.settledAt?.toISOString() ?? null
          }
        : null
    }
  }
})

const placeIn = (call: Frame, stepId: string, theme: string | null) => ({
  step: call.steps.find(step => step.stepId === stepId)?.title ?? '',
  theme
})

export const findStanding = defineView({
  name: 'moderation.standing',
  title:
    'How moderators and programs stand to a contribution: the decision that holds, why it waits, and what was decided about one’s own comments on it',
  http: 'GET /calls/{callId}/contributions/{contributionId}/moderation',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid(), contributionId: z.uuid() }),
  load: async (db, { callId, contributionId }, who) => {
    const { call, roles } = await loadModerated(db, { callId }, who)
    const target = await findTarget(db, callId, 'contribution', contributionId)
    if (!target) throw new Refusal('not-found')
    const own = who.personId !== null && (await wroteIt(db, target, who.personId))
    const moderates = hasRole(roles, 'moderator')
    if (!own && !moderates && stateOf(target) !== 'published') throw new Refusal('not-found')
    return { call, target, own, moderates } satisfies Seen
  },
  may: () => true,
  run: async ({ db }, { call, target, own, moderates }, { contributionId }, who) => {
    const { callId } = call
    const knows = own || moderates
    const past = knows
      ? (await findPastDecisions(db, callId, [contributionId])).get(contributionId)
      : undefined
    const holds = knows ? ((await findHolds(db, callId, [contributionId])).get(contributionId) ?? []) : []
    return {
      decision: past?.[0] ? shownDecision(past[0]) : null,
      /** Which kinds of rules hold it; which word it was is for moderators. */
      heldBy: stateOf(target) === 'held' ? holds.map(hold => hold.rule) : [],
      comments: who.personId === null ? [] : await ownComments(db, callId, contributionId, who.personId)
    }
  }
})

/** One's own comments on a contribution that others do not see, each with why. */
async function ownComments(
  db: Db,
  callId: string,
  target: string,
  personId: string
): Promise<{ commentId: string; state: 'held' | 'hidden'; heldBy: HoldRule[]; decisionId: string | null }[]> {
  return db.query(sql`
    select m.comment_id as "commentId", m.state,
      coalesce((select array_agg(rule order by rule) from holds h
        where h.call_id = m.call_id and h.target = m.comment_id and h.settled_at is null), '{}') as "heldBy",
      (select decision_id from moderation_decisions d where d.call_id = m.call_id and d.target = m.comment_id
        order by decision_id desc limit 1) as "decisionId"
    from participants p join comments m using (call_id, participant_id)
    where p.call_id = ${callId} and m.target = ${target} and m.state in ('held', 'hidden')
      and p.person_id in (select ${personId}::uuid union all select guest_id from guest_claims where person_id = ${personId})
    order by m.comment_id desc limit 20`)
}
