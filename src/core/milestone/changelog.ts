import { z } from 'zod'
import { listPublished } from '../answer/list.server.ts'
import { loadCall } from '../answer/load.server.ts'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { listTurns, shownTurn } from './list.server.ts'

export const findChangelog = defineView({
  name: 'call.changelog',
  title: 'What became of a call: its answers and the turns of its milestones in one list, newest first',
  http: 'GET /calls/{callId}/changelog',
  scope: 'read',
  input: z.strictObject({
    callId: z.uuid(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(30)
  }),
  load: loadCall,
  may: () => true,
  run: async (look, { call }, { after, limit }) => {
    // Each of the two lists goes on where it was left.
    const [at, answerId, turnId] = readCursor(after, 'string', 'uuid', 'uuid') ?? [
      undefined,
      undefined,
      undefined
    ]
    const [answers, turns] = await Promise.all([
      listPublished(look.db, call.callId, at === undefined ? undefined : [at, answerId!], limit + 1),
      listTurns(look.db, call.callId, null, turnId, limit + 1)
    ])
    const all = [
      ...answers.map(answer => ({ at: answer.publishedAt!.toISOString(), answer, turn: null })),
      ...turns.map(turn => ({ at: turn.madeAt.toISOString(), answer: null, turn }))
    ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    const page = all.slice(0, limit)
    const lastAnswer = page.findLast(one => one.answer)?.answer
    const lastTurn = page.findLast(one => one.turn)?.turn
    return {
      items: page.map(({ at, answer, turn }) =>
        answer
          ? {
              kind: 'answer' as const,
              at,
              answer: {
                answerId: answer.answerId,
                scope: answer.scope,
                theme: answer.theme,
                status: answer.status,
                ownStatus: answer.ownStatus,
                body: answer.body,
                count: answer.count,
                targets: answer.targets
              }
            }
          : { kind: 'turn' as const, at, turn: shownTurn(turn!) }
      ),
      next:
        all.length > limit
          ? writeCursor(
              lastAnswer?.publishedAt?.toISOString() ?? at ?? '9999-12-31T00:00:00.000Z',
              lastAnswer?.answerId ?? answerId ?? lastId,
              lastTurn?.turnId ?? turnId ?? lastId
            )
          : null
    }
  }
})

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
