import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { listFrames } from '../call/store.server.ts'
import type { Frame } from '../call/rules.ts'
import { personIdOf } from '../contribution/open-step.server.ts'
import { unseenLine } from '../contribution/lines.ts'
import { unseenCommentLine } from '../comment/rules.ts'
import { defineAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { isTrusted } from '../door/who.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { LineDraft } from '../ledger/line.ts'
import { announce } from '../notification/announce.server.ts'
import { findParticipants } from '../participant/store.server.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { requiredText } from '../text/schema.ts'
import { findDecision, hasOtherModerator, insertAppeal, lockAppeal, settleWith } from './appeals.server.ts'
import type { Appeal, KeptDecision } from './appeals.server.ts'
import { authorsOf, carryOut } from './carry-out.server.ts'
import type { CarriedOut } from './carry-out.server.ts'
import { decisionLines, idOf, isContestable, stateOf, viewAfter } from './rules.ts'
import type { Target } from './rules.ts'
import { authorOf, findLastDecision, lockTarget, wroteIt } from './store.server.ts'

const named = { callId: z.uuid(), decisionId: z.uuid() }
type Named = { readonly callId: string; readonly decisionId: string }

export const appealDecision = defineAct({
  name: 'moderation.appeal',
  title: 'Contest a decision about your contribution or comment: once, another moderator looks at it',
  http: 'POST /calls/{callId}/decisions/{decisionId}/appeal',
  scope: 'contribute',
  perMinute: 10,
  identifies: false,
  input: z.strictObject({ ...named, words: requiredText(2_000) }),
  load: loadDecision,
  may: (_, { own }) => own,
  run: async (work, { call, decision, target }, { words }, who) => {
    if (!isContestable(decision.decision) || decision.onAppealOf !== null)
      throw new Refusal('nothing-to-contest')
    if (isGone(target)) throw new Refusal('gone')
    const last = await findLastDecision(work.tx, call.callId, idOf(target))
    if (last?.decisionId !== decision.decisionId) throw new Refusal('changed-meanwhile')
    const personId = personIdOf(who)
    const [participant] = (await findParticipants(work.tx, [{ callId: call.callId, personId }])).values()
    const author = await authorOf(work.tx, target)
    const appealId = await insertAppeal(work.tx, {
      callId: call.callId,
      decisionId: decision.decisionId,
      participantId: participant?.participantId ?? author!,
      words
    })
    if (appealId === null) throw new Refusal('already-appealed')
    await announce(work.tx, [
      {
        callId: call.callId,
        event: 'moderation.appealed',
        subjectId: decision.decisionId,
        facts: { decision: decision.decision, ground: decision.ground, kind: target.kind },
        audience: { desk: ['moderator', 'organiser'] }
      }
    ])
    return { appealId, participantId: participant?.participantId ?? author }
  },
  lines: ({ target, decision }, _, { participantId }) => [
    { ...noteAbout(target, { of: decision.decisionId }), participantId }
  ],
  reply: ({ appealId }) => ({ appealId })
})

export const settleAppeal = defineAct({
  name: 'moderation.settle-appeal',
  title:
    'Uphold or reverse a decision that its author contests, as another moderator than the one who decided',
  http: 'POST /calls/{callId}/decisions/{decisionId}/appeal/settlement',
  scope: 'moderate',
  perMinute: 120,
  input: z.strictObject({
    ...named,
    outcome: z.enum(['upheld', 'reversed']),
    /** The author is told this, word for word. */
    reason: requiredText(2_000)
  }),
  load: loadAppeal,
  may: (_, { roles }) => hasRole(roles, 'moderator'),
  run: async (work, subject, { outcome, reason }, who) => {
    const { call, decision, target, appeal } = subject
    if (appeal.settledAt !== null) throw new Refusal('changed-meanwhile')
    if (isGone(target)) throw new Refusal('gone')
    await refuseOwnDecision(work.tx, subject, who)
    const author = await authorOf(work.tx, target)
    const undone = outcome === 'reversed' ? await undo(work, subject, author, reason, who) : null
    await settleWith(work.tx, appeal, { outcome, reason, settledBy: who.personId })
    await announce(work.tx, [
      {
        callId: call.callId,
        event: 'moderation.appeal-settled',
        subjectId: decision.decisionId,
        facts: { decision: decision.decision, outcome, kind: target.kind },
        audience: authorsOf(target, author),
        letter: 'at-once'
      }
    ])
    return { decisionId: decision.decisionId, outcome, target, author, undone }
  },
  lines: ({ decision }, _, { outcome, target, author, undone }) => [
    ...(undone ? decisionLines(target, undone.now, author, undone.made) : []),
    noteAbout(undone?.now ?? target, { of: decision.decisionId, outcome })
  ],
  reply: ({ decisionId, outcome, target, undone }) => ({
    decisionId,
    outcome,
    state: undone ? viewAfter(undone.made.decision) : stateOf(target)
  })
})

const isGone = (target: Target) => stateOf(target) === 'withdrawn' || stateOf(target) === 'erased'

/** Brings back what the decision took. Where another decision has been made since, that one stands. */
async function undo(
  work: Parameters<typeof carryOut>[0],
  { call, decision, target }: AppealSubject,
  author: string | null,
  reason: string,
  who: Who
): Promise<CarriedOut | null> {
  const last = await findLastDecision(work.tx, call.callId, idOf(target))
  if (last?.decisionId !== decision.decisionId) return null
  const { moved } = decision
  return carryOut(work, {
    call,
    target,
    author,
    decision: moved ? 'move' : 'publish',
    ground: null,
    reason,
    scope: '',
    facts: '',
    rule: '',
    ...(moved ? { to: { stepId: moved.from.stepId, theme: moved.from.theme } } : {}),
    isNew: true,
    onAppealOf: decision.decisionId,
    decidedBy: who.personId
  })
}

/**
 * Whoever decided does not judge the appeal. Where nobody else is there who could, an owner or organiser may: an appeal
 * that nobody hears would be worse. The operator stands outside.
 */
async function refuseOwnDecision(tx: Tx, { call, decision, roles }: AppealSubject, who: Who): Promise<void> {
  if (isTrusted(who)) return
  // Programs that act for the organisation are told apart by nothing.
  if (who.personId !== decision.decidedBy) return
  const isAlone = !(await hasOtherModerator(tx, call, decision.decidedBy))
  if (!isAlone || !hasRole(roles, 'organiser')) throw new Refusal('own-decision')
}

interface Found {
  readonly call: Frame
  readonly decision: KeptDecision
  readonly target: Target
  readonly own: boolean
  readonly roles: ReadonlySet<Role>
}

/** A decision with its target's row taken, for its author and for moderators; nobody else learns that it is there. */
async function loadDecision(tx: Tx, { callId, decisionId }: Named, who: Who): Promise<Found> {
  const call = (await listFrames(tx, [callId])).get(callId)
  const decision = call && (await findDecision(tx, callId, decisionId))
  const target = decision && (await lockTarget(tx, callId, decision.kind, decision.target))
  if (!target) throw new Refusal('not-found')
  const roles = await rolesOf(tx, who, call.organisationId, callId)
  const own = who.personId !== null && (await wroteIt(tx, target, who.personId))
  if (!own && !hasRole(roles, 'moderator')) throw new Refusal('not-found')
  return { call, decision, target, own, roles }
}

interface AppealSubject extends Found {
  readonly appeal: Appeal
}

async function loadAppeal(tx: Tx, named: Named, who: Who): Promise<AppealSubject> {
  const found = await loadDecision(tx, named, who)
  const appeal = await lockAppeal(tx, named.callId, named.decisionId)
  if (!appeal) throw new Refusal('not-found')
  return { ...found, appeal }
}

const noteAbout = (target: Target, counted: JsonObject): LineDraft =>
  target.kind === 'contribution'
    ? unseenLine(target.contribution, 'note', counted)
    : unseenCommentLine(target.comment, target.contribution.stepId, 'note', counted)
