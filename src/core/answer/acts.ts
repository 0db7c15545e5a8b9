import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { optionalText, requiredText, slug } from '../text/schema.ts'
import { answerableSteps, byOrganisers, loadAnswer, loadCall } from './load.server.ts'
import { publishAnswer } from './publish.server.ts'
import { answerLines, answerStatuses, isUnderWay } from './rules.ts'
import type { Answer, AnswerStatus, Concerning, Published } from './rules.ts'
import {
  findAnswer,
  findAnswering,
  insertAnswer,
  setConcerning,
  setTargets,
  updateAnswer
} from './store.server.ts'
import { findTargets, scopeOf, selection } from './targets.server.ts'

export { rateAnswer, replyToAnswer } from './reply-acts.ts'

const written = {
  status: z.enum(answerStatuses),
  /** One of the call's own names over this status, by its id. */
  ownStatus: slug.max(40).nullable().default(null),
  /** The reason: a status without one is no answer. */
  body: requiredText(10_000, 10),
  /** What concerns single ones of those it is for. */
  concerning: z
    .array(z.strictObject({ contributionId: z.uuid(), text: optionalText(2_000) }))
    .max(200)
    .default([])
}

export const draftAnswer = defineAct({
  name: 'answer.draft',
  title:
    'Write an answer for contributions, a theme or the call: kept as a draft, given to another, or published at once',
  http: 'POST /calls/{callId}/answers',
  scope: 'organise',
  perMinute: 120,
  input: z.strictObject({
    callId: z.uuid(),
    select: selection,
    ...written,
    next: z.enum(['draft', 'review', 'publish']).default('draft')
  }),
  load: loadCall,
  may: byOrganisers,
  run: async (work, { call }, input, who) => {
    checkAnswering(call)
    const { callId, select, next } = input
    const chosen = await findTargets(work.tx, callId, select, answerableSteps(call, work.methods))
    const answerId = newId()
    const answer = {
      callId,
      answerId,
      scope: scopeOf(select),
      themeId: select.by === 'theme' ? select.themeId : null,
      state: next === 'draft' ? ('draft' as const) : ('for-review' as const),
      ...(await said(work.tx, callId, input)),
      draftedBy: who.personId
    }
    await insertAnswer(work.tx, answer)
    await setTargets(work.tx, answer, chosen.ids)
    await keepConcerning(work.tx, answer, input.concerning)
    const published =
      next === 'publish' ? await publish(work.tx, (await findAnswer(work.tx, callId, answerId))!, who) : null
    return { answerId, count: chosen.ids.length, leftOut: chosen.leftOut, published }
  },
  lines: (_, { callId }, { published }) => linesOf(callId, published),
  reply: ({ answerId, count, leftOut, published }) => ({
    answerId,
    state: published ? ('published' as const) : ('draft' as const),
    count: published?.targets.length ?? count,
    leftOut: leftOut + (published?.leftOut ?? 0)
  })
})

const named = { callId: z.uuid(), answerId: z.uuid() }
/** The revision that was looked at. */
const seen = { ...named, revision: z.int() }

export const editAnswer = defineAct({
  name: 'answer.edit',
  title: 'Change an answer that is not published yet',
  http: 'PUT /calls/{callId}/answers/{answerId}',
  scope: 'organise',
  perMinute: 120,
  input: z.strictObject({ ...seen, select: selection.optional(), ...written }),
  load: loadAnswer,
  may: byOrganisers,
  run: async (work, { call, answer }, input, who) => {
    checkUnderWay(answer, input.revision)
    const targets =
      input.select &&
      (await findTargets(work.tx, call.callId, input.select, answerableSteps(call, work.methods)))
    if (targets) await setTargets(work.tx, answer, targets.ids)
    const words = await said(work.tx, call.callId, input)
    await updateAnswer(work.tx, answer, { state: answer.state, ...words, draftedBy: who.personId })
    await keepConcerning(work.tx, answer, input.concerning)
    return { answerId: answer.answerId, revision: answer.revision + 1, leftOut: targets?.leftOut ?? 0 }
  },
  lines: () => []
})

export const submitAnswer = defineAct({
  name: 'answer.submit',
  title: 'Give a draft to somebody else to look at',
  http: 'POST /calls/{callId}/answers/{answerId}/submission',
  scope: 'organise',
  input: z.strictObject(seen),
  load: loadAnswer,
  may: byOrganisers,
  run: async (work, { answer }, { revision }) => {
    checkUnderWay(answer, revision)
    if (answer.state !== 'draft') throw new Refusal('changed-meanwhile')
    await updateAnswer(work.tx, answer, { ...answer, state: 'for-review' })
    return { answerId: answer.answerId, revision: revision + 1 }
  },
  lines: () => []
})

export const publishDraft = defineAct({
  name: 'answer.publish',
  title: 'Publish an answer: it holds from now on, and those it concerns are told',
  http: 'POST /calls/{callId}/answers/{answerId}/publication',
  scope: 'organise',
  perMinute: 120,
  input: z.strictObject(seen),
  load: loadAnswer,
  may: byOrganisers,
  run: async (work, { call, answer }, { revision }, who) => {
    checkAnswering(call)
    checkUnderWay(answer, revision)
    return publish(work.tx, answer, who)
  },
  lines: ({ call }, _, published) => linesOf(call.callId, published),
  reply: ({ answerId, targets, leftOut }) => ({ answerId, count: targets.length, leftOut })
})

export const dropAnswer = defineAct({
  name: 'answer.drop',
  title: 'Throw away an answer that is not published',
  http: 'DELETE /calls/{callId}/answers/{answerId}',
  scope: 'organise',
  input: z.strictObject(named),
  load: loadAnswer,
  may: byOrganisers,
  run: async (work, { answer }) => {
    if (!isUnderWay(answer.state)) throw new Refusal('frozen')
    await updateAnswer(work.tx, answer, { ...answer, state: 'dropped' })
    return { answerId: answer.answerId }
  },
  lines: () => []
})

function checkAnswering(call: Frame): void {
  if (!call.openedAt) throw new Refusal('not-open-yet')
  if (call.cancelledAt) throw new Refusal('closed')
}

function checkUnderWay(answer: Answer, revision: number): void {
  if (!isUnderWay(answer.state)) throw new Refusal('frozen')
  if (answer.revision !== revision) throw new Refusal('changed-meanwhile')
}

/** What is said, with the call's own name for the status. */
async function said(
  tx: Tx,
  callId: string,
  { status, ownStatus, body }: { status: AnswerStatus; ownStatus: string | null; body: string }
) {
  if (ownStatus === null) return { status, ownStatus: null, body }
  const { statuses } = await findAnswering(tx, callId)
  const own = statuses.find(one => one.id === ownStatus && one.class === status)
  if (!own) throw invalid('ownStatus', 'not-a-choice', { choices: statuses.map(one => one.id).join(', ') })
  return { status, ownStatus: own.name, body }
}

async function keepConcerning(
  tx: Tx,
  answer: Pick<Answer, 'callId' | 'answerId'>,
  concerning: readonly Concerning[]
): Promise<void> {
  if (concerning.length > 0 && (await setConcerning(tx, answer, concerning)) < concerning.length)
    throw invalid('concerning', 'not-found')
}

/** Where the organisation wants it, another person than the one who wrote an answer publishes it. */
async function publish(tx: Tx, answer: Answer, who: Who): Promise<Published> {
  const { secondLook } = await findAnswering(tx, answer.callId)
  if (
    secondLook &&
    (who.personId === null || who.personId === answer.draftedBy || answer.state !== 'for-review')
  )
    throw new Refusal('second-look-needed')
  return publishAnswer(tx, answer, who.personId)
}

const linesOf = (callId: string, published: Published | null) =>
  published ? answerLines(callId, published) : []
