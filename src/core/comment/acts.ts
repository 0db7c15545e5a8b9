import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import type { Frame, Step } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { refuseOutsiders } from '../group/audience.server.ts'
import { methodOf, personIdOf } from '../contribution/open-step.server.ts'
import { findContribution } from '../contribution/store.server.ts'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import type { Who } from '../door/who.ts'
import type { StepRules } from '../method.ts'
import { keepHolds, noteArrival } from '../moderation/guards.server.ts'
import { lookFirst } from '../moderation/look-first.server.ts'
import { joinOne, nameParticipant } from '../participant/store.server.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { lineOfText, requiredText } from '../text/schema.ts'
import { commentMost, shownCommentLine, unseenCommentLine } from './rules.ts'
import type { Comment } from './rules.ts'
import {
  findComment,
  insertComment,
  isCommentAuthor,
  keepFirst,
  lockComment,
  setCommentState
} from './store.server.ts'

export const makeComment = defineAct({
  name: 'comment.make',
  title: 'Comment on a contribution, or on a comment below it, until the call is concluded',
  http: 'POST /calls/{callId}/contributions/{target}/comments',
  scope: 'contribute',
  perMinute: 20,
  input: z.strictObject({
    callId: z.uuid(),
    target: z.uuid(),
    /** The comment that this one answers to. */
    parentId: z.uuid().optional(),
    body: requiredText(commentMost),
    /** The name to be shown by; without one the comment stands as a guest's. */
    name: lineOfText(80).nullable().optional()
  }),
  load: loadPlace,
  // Guests may comment where guests may respond: a setting of the step, checked in `run`, where its method is at hand.
  may: who => who.kind === 'guest' || who.personId !== null,
  run: async (work, { call, step, parent }, input, who) => {
    const { method, rules } = methodOf(work.methods, step)
    if (method.singles !== 'everybody') throw new Refusal('not-allowed')
    refuseStrangers(rules, who)
    await refuseOutsiders(work.tx, call, who)
    const participant = await joinOne(work.tx, {
      callId: call.callId,
      personId: personIdOf(who),
      channel: work.channel,
      confirmed: isSignedIn(who)
    })
    const participantId = participant.linkedTo ?? participant.participantId
    if (input.name !== undefined && input.name !== participant.name)
      await nameParticipant(work.tx, call.callId, participantId, input.name)
    const { state, holds } = await lookFirst(work.tx, {
      call,
      who,
      rules,
      id: null,
      text: input.body,
      name: input.name ?? null,
      below: input.target
    })
    const comment: Comment = {
      callId: call.callId,
      target: input.target,
      commentId: newId(),
      parentId: parent ? (parent.parentId ?? parent.commentId) : null,
      inReplyTo: parent?.commentId ?? null,
      participantId,
      body: input.body,
      state,
      channel: work.channel,
      madeAt: work.tx.now
    }
    await insertComment(work.tx, comment)
    if (comment.state === 'published') await keepFirst(work.tx, comment)
    await keepHolds(work.tx, { callId: call.callId, id: comment.commentId, kind: 'comment' }, holds)
    noteArrival(work.tx, call.callId, comment.commentId, who)
    return { comment, heldBy: holds.map(hold => hold.rule) }
  },
  lines: ({ step }, _, { comment }) => [
    comment.state === 'published'
      ? shownCommentLine(comment, step.stepId)
      : { ...unseenCommentLine(comment, step.stepId, 'note'), participantId: comment.participantId }
  ],
  reply: ({ comment: { commentId, parentId, state }, heldBy }) => ({ commentId, parentId, state, heldBy })
})

export const withdrawComment = defineAct({
  name: 'comment.withdraw',
  title: 'Take your comment back; its place in the record stays, its words are no longer shown',
  http: 'POST /calls/{callId}/contributions/{target}/comments/{commentId}/withdrawal',
  scope: 'contribute',
  identifies: false,
  input: z.strictObject({ callId: z.uuid(), target: z.uuid(), commentId: z.uuid() }),
  load: loadOwnComment,
  may: (_, { own }) => own,
  run: async (work, { comment }) => {
    if (comment.state === 'withdrawn' || comment.state === 'erased') throw new Refusal('gone')
    await setCommentState(work.tx, comment, 'withdrawn')
    return { commentId: comment.commentId }
  },
  lines: ({ comment, stepId }) => [
    unseenCommentLine(comment, stepId, comment.state === 'published' ? 'remove' : 'note')
  ]
})

/** Whom a step lets respond it lets comment. */
function refuseStrangers(rules: StepRules, who: Who): void {
  if (rules.respond === 'nobody') throw new Refusal('not-allowed')
  if (rules.respond === 'confirmed' && !isSignedIn(who)) throw new Refusal('sign-in-required')
}

interface CommentPlace {
  readonly call: Frame
  readonly step: Step
  readonly parent: Comment | null
}

/** What a comment is to be made on: a published contribution of a call that goes on, and a comment that is still there. */
async function loadPlace(
  tx: Tx,
  { callId, target, parentId }: { callId: string; target: string; parentId?: string | undefined }
): Promise<CommentPlace> {
  const call = (await listFrames(tx, [callId])).get(callId)
  const contribution = await findContribution(tx, callId, target)
  const step = call?.steps.find(one => one.stepId === contribution?.stepId)
  if (!call?.openedAt || !contribution || !step) throw new Refusal('not-found')
  if (contribution.state !== 'published')
    throw new Refusal(contribution.state === 'held' ? 'not-found' : 'gone')
  if (contribution.mergedInto) throw new Refusal('merged')
  if (contribution.restrictedAt) throw new Refusal('restricted')
  if (call.concludedAt || call.cancelledAt) throw new Refusal('closed')
  const parent = parentId === undefined ? null : await findComment(tx, callId, parentId)
  if (parent !== null && (parent?.target !== target || parent.state !== 'published'))
    throw invalid('parentId', 'not-found')
  return { call, step, parent }
}

interface OwnComment {
  readonly comment: Comment
  readonly stepId: string
  readonly own: boolean
}

async function loadOwnComment(
  tx: Tx,
  { callId, target, commentId }: { callId: string; target: string; commentId: string },
  who: Who
): Promise<OwnComment> {
  const call = (await listFrames(tx, [callId])).get(callId)
  const contribution = await findContribution(tx, callId, target)
  const comment = await lockComment(tx, callId, commentId)
  if (!call || !contribution || comment?.target !== target) throw new Refusal('not-found')
  const own = who.personId !== null && (await isCommentAuthor(tx, comment, who.personId))
  const visible = own || comment.state === 'published'
  if (!visible && !hasRole(await rolesOf(tx, who, call.organisationId, callId), 'moderator'))
    throw new Refusal('not-found')
  return { comment, stepId: contribution.stepId, own }
}
