import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import { defineAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import type { LineDraft } from '../ledger/line.ts'
import { announce } from '../notification/announce.server.ts'
import { requiredText } from '../text/schema.ts'
import { loadCall } from './load.server.ts'
import { findReply, findReplier, keepRating, keepReply } from './replies.server.ts'
import { ratings } from './rules.ts'
import { findAnswer } from './store.server.ts'

interface Answered {
  readonly call: Frame
  /** The part of whoever knocks that this answer is for; null: for others. */
  readonly participantId: string | null
}

const named = { callId: z.uuid(), answerId: z.uuid() }

export const replyToAnswer = defineAct({
  name: 'answer.reply',
  title: 'Say something back to an answer to what you handed in, once',
  http: 'POST /calls/{callId}/answers/{answerId}/replies',
  scope: 'contribute',
  perMinute: 20,
  identifies: false,
  input: z.strictObject({ ...named, body: requiredText(2_000) }),
  load: loadAnswered,
  may: (_, { participantId }) => participantId !== null,
  run: async ({ tx }, { participantId }, { callId, answerId, body }) => {
    if (!(await keepReply(tx, { callId, answerId, participantId: participantId! }, body)))
      throw new Refusal('already-replied')
    await announce(tx, [
      { callId, event: 'answer.replied', subjectId: answerId, audience: { desk: ['organiser'] } }
    ])
    return { answerId }
  },
  lines: ({ participantId }, input) => [line(input, participantId, {}, { body: input.body })]
})

export const rateAnswer = defineAct({
  name: 'answer.rate',
  title:
    'Say whether an answer answers what you handed in; the last word counts, until the call is concluded',
  http: 'PUT /calls/{callId}/answers/{answerId}/rating',
  scope: 'contribute',
  perMinute: 60,
  identifies: false,
  input: z.strictObject({ ...named, rating: z.enum(ratings) }),
  load: loadAnswered,
  may: (_, { participantId }) => participantId !== null,
  run: async ({ tx }, { call, participantId }, { callId, answerId, rating }) => {
    const key = { callId, answerId, participantId: participantId! }
    // Whoever reads the answer after the conclusion may still rate it; what was said by then stays as it was.
    if (call.concludedAt && (await findReply(tx, key))?.rating) throw new Refusal('already-concluded')
    await keepRating(tx, key, rating)
    return { answerId, rating }
  },
  lines: ({ participantId }, input) => [line(input, participantId, { rating: input.rating }, {})]
})

/** An answer that is published. Whom it is not for is turned away; what is not published is not there. */
async function loadAnswered(
  tx: Tx,
  { callId, answerId }: { callId: string; answerId: string },
  who: Who
): Promise<Answered> {
  const { call } = await loadCall(tx, { callId }, who)
  const answer = await findAnswer(tx, callId, answerId)
  if (!answer || (answer.state !== 'published' && answer.state !== 'replaced')) throw new Refusal('not-found')
  if (answer.state === 'replaced') throw new Refusal('changed-meanwhile')
  const participantId = who.personId === null ? null : await findReplier(tx, callId, answerId, who.personId)
  return { call, participantId }
}

const line = (
  { callId, answerId }: { callId: string; answerId: string },
  participantId: string | null,
  counted: LineDraft['counted'],
  personal: NonNullable<LineDraft['personal']>
): LineDraft => ({
  log: callId,
  effect: 'note',
  subject: { kind: 'answer', id: answerId },
  counted,
  personal,
  participantId
})
