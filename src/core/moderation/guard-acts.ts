import { z } from 'zod'
import { mayKnowOf } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { defineAct } from '../door/act.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { lineOfText, moment } from '../text/schema.ts'
import { findGuards, saveGuards } from './guards.server.ts'
import { wordsIn } from './look.ts'

export const setGuards = defineAct({
  name: 'moderation.set-guards',
  title: 'Change what the programs of a call hold for a person to look at; they never decide',
  http: 'PUT /calls/{callId}/guards',
  scope: 'moderate',
  perMinute: 30,
  input: z.strictObject({
    callId: z.uuid(),
    /** When they were changed last, as `moderation.guards` says; null: never. */
    changedAt: moment.nullable(),
    /** Words, beginnings of words with a star at the end, phrases, addresses. */
    words: z.array(lineOfText(60)).max(500),
    links: z.boolean(),
    copies: z.boolean(),
    shouting: z.boolean(),
    burst: z.int().min(2).max(200),
    trustAfter: z.int().min(1).max(100).nullable()
  }),
  load: async (tx, { callId }, who) => {
    const call = (await listFrames(tx, [callId])).get(callId)
    const roles = call && (await rolesOf(tx, who, call.organisationId, callId))
    if (!roles || !mayKnowOf(call, roles)) throw new Refusal('not-found')
    return { call, roles }
  },
  may: (_, { roles }) => hasRole(roles, 'moderator'),
  run: async (work, { call }, { changedAt, words, ...rest }) => {
    if (call.concludedAt || call.cancelledAt) throw new Refusal('closed')
    for (const [n, word] of words.entries())
      if (!word.includes('.') && wordsIn(word).length === 0) throw invalid(`words.${n}`, 'invalid')
    const guards = { ...rest, words: [...new Set(words)] }
    if (!(await saveGuards(work.tx, call.callId, guards, changedAt))) throw new Refusal('changed-meanwhile')
    return { guards, changedAt: (await findGuards(work.tx, call.callId)).changedAt!.toISOString() }
  },
  // Which words are looked for is said to nobody who could write around them; how many there are is.
  lines: ({ call }, _, { guards: { words, ...rest } }) =>
    call.openedAt
      ? [
          {
            log: call.callId,
            effect: 'note',
            subject: { kind: 'call', id: call.callId },
            counted: { ...rest, words: words.length }
          }
        ]
      : [],
  reply: ({ changedAt }) => ({ changedAt })
})
