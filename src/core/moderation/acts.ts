import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { stepState } from '../call/rules.ts'
import type { Frame } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { personIdOf } from '../contribution/open-step.server.ts'
import { defineAct } from '../door/act.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { optionalText } from '../text/schema.ts'
import { carryOut } from './carry-out.server.ts'
import {
  decisionLines,
  decisions,
  decisionsOnComments,
  grounds,
  idOf,
  isRestricted,
  stateOf,
  targetKinds,
  viewAfter
} from './rules.ts'
import type { DecisionKind, Target, TargetKind } from './rules.ts'
import { findCharges } from './queue.server.ts'
import { authorOf, findLastDecision, findTarget, lockTarget, upsertFlag, wroteIt } from './store.server.ts'

export { appealDecision, settleAppeal } from './appeal-acts.ts'
export { setGuards } from './guard-acts.ts'

const named = { callId: z.uuid(), kind: z.enum(targetKinds), target: z.uuid() }

export const flagTarget = defineAct({
  name: 'moderation.flag',
  title: 'Tell the moderators that something should not be here; one flag a person, the last one holds',
  http: 'POST /calls/{callId}/flags',
  scope: 'contribute',
  perMinute: 20,
  input: z.strictObject({ ...named, ground: z.enum(grounds), note: optionalText(1_000).default('') }),
  load: loadFlagged,
  may: who => who.kind === 'guest' || who.personId !== null,
  run: async (work, { own }, { callId, kind, target, ground, note }, who) => {
    if (own) throw new Refusal('own-contribution')
    const kept = await upsertFlag(work.tx, { callId, target, kind, flagger: personIdOf(who), ground, note })
    return { target, state: kept ? ('waiting' as const) : ('settled' as const) }
  },
  // A flag is a hint to moderators. In public it would be an accusation that nobody has looked at yet.
  lines: () => []
})

const decided = z.strictObject({
  ...named,
  decision: z.enum(decisions),
  /** Why: needed for all but `publish` and `move`. */
  ground: z.enum(grounds).nullable().default(null),
  /** In the moderator's words: needed for all but `publish`. */
  reason: optionalText(2_000).default(''),
  /** How far the decision reaches, where that is not said by its kind: for how long, for whom. */
  scope: optionalText(300).default(''),
  /** What in it the decision rests on. */
  facts: optionalText(2_000).default(''),
  /** The rule of the call or the law it rests on; needed where the ground is `illegal`. */
  rule: optionalText(300).default(''),
  /** Of `move`: to which step, under which theme. */
  to: z
    .strictObject({ stepId: z.uuid().optional(), theme: z.string().max(60).nullable().optional() })
    .optional(),
  /** The newest decision that whoever decides knew of; null: none. Left out, nobody is warned of another's. */
  seen: z.uuid().nullable().optional()
})
type Decided = z.output<typeof decided>

export const decideTarget = defineAct({
  name: 'moderation.decide',
  title:
    'Publish, send back to revise, hide, move or restrict a contribution or a comment, with the reasons its author is told; settles its flags',
  http: 'POST /calls/{callId}/decisions',
  scope: 'moderate',
  perMinute: 240,
  input: decided,
  load: loadDecided,
  may: (_, { roles }) => hasRole(roles, 'moderator'),
  run: async (work, subject, input, who) => {
    const { call, target, author } = subject
    const { decision, ground, reason, scope, facts, rule, to } = input
    refuseUnfit(work.tx, subject, input)
    const last = await findLastDecision(work.tx, call.callId, idOf(target))
    if (input.seen !== undefined && input.seen !== (last?.decisionId ?? null))
      throw new Refusal('changed-meanwhile')
    const isNew = changesView(target, last?.decision, decision)
    if (!isNew && !(await isCharged(work.tx, target))) throw new Refusal('changed-meanwhile')
    const burdens = decision !== 'publish'
    return {
      target,
      author,
      ...(await carryOut(work, {
        call,
        target,
        author,
        decision,
        ground: burdens ? ground : null,
        reason,
        ...(burdens ? { scope, facts, rule } : { scope: '', facts: '', rule: '' }),
        to,
        isNew,
        onAppealOf: null,
        decidedBy: who.personId
      }))
    }
  },
  lines: (_, __, { target, now, author, made }) => decisionLines(target, now, author, made),
  reply: ({ decisionId, target, made }) => ({
    target: idOf(target),
    decisionId,
    state: viewAfter(made.decision),
    flagsSettled: made.flags
  })
})

/** What is missing from a decision, or cannot be decided about such a thing. */
function refuseUnfit(tx: Tx, { call, target }: DecidedSubject, input: Decided): void {
  const { decision, ground, reason, rule, to } = input
  const state = stateOf(target)
  if (state === 'withdrawn' || state === 'erased') throw new Refusal('gone')
  if (target.kind === 'comment' && !decisionsOnComments.includes(decision))
    throw invalid('decision', 'not-a-choice')
  if (decision === 'publish') return
  if (ground === null && decision !== 'move') throw invalid('ground', 'required')
  if (reason === '') throw invalid('reason', 'required')
  if (ground === 'illegal' && rule === '') throw invalid('rule', 'required')
  if (decision === 'move' && to?.stepId === undefined && to?.theme === undefined)
    throw invalid('to', 'required')
  if (decision !== 'revise') return
  if (target.contribution.mergedInto) throw new Refusal('merged')
  // A new version could not come any more.
  const step = call.steps.find(one => one.stepId === target.contribution.stepId)
  if (!step || stepState(call, step, tx.now) !== 'open') throw new Refusal('closed')
}

/** Whether a decision changes what people see of something, or what its author may do. */
function changesView(target: Target, last: DecisionKind | undefined, decision: DecisionKind): boolean {
  const state = stateOf(target)
  switch (decision) {
    case 'publish':
      return state !== 'published' || isRestricted(target)
    case 'restrict':
      return state !== 'published' || !isRestricted(target)
    case 'move':
      return true
    case 'hide':
    case 'revise':
      return state !== 'hidden' || (last === 'revise') !== (decision === 'revise')
  }
}

const isCharged = async (tx: Tx, target: Target): Promise<boolean> =>
  (await findCharges(tx, target.contribution.callId, [idOf(target)])).has(idOf(target))

interface Named {
  readonly callId: string
  readonly kind: TargetKind
  readonly target: string
}

/** What everybody can see can be flagged; whether whoever knocks wrote it. */
async function loadFlagged(tx: Tx, { callId, kind, target: id }: Named, who: Who): Promise<{ own: boolean }> {
  const target = await findTarget(tx, callId, kind, id)
  if (!target || stateOf(target) === 'held') throw new Refusal('not-found')
  if (stateOf(target) !== 'published') throw new Refusal('gone')
  return { own: who.personId !== null && (await wroteIt(tx, target, who.personId)) }
}

interface DecidedSubject {
  readonly call: Frame
  readonly target: Target
  /** The participant whose words they are. */
  readonly author: string | null
  readonly roles: ReadonlySet<Role>
}

async function loadDecided(tx: Tx, { callId, kind, target: id }: Named, who: Who): Promise<DecidedSubject> {
  const call = (await listFrames(tx, [callId])).get(callId)
  const target = call && (await lockTarget(tx, callId, kind, id))
  if (!target) throw new Refusal('not-found')
  return {
    call,
    target,
    author: await authorOf(tx, target),
    roles: await rolesOf(tx, who, call.organisationId, callId)
  }
}
