import { z } from 'zod'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { byAnalysts, loadAnalysed } from './analysed.server.ts'
import { listDrafts, listSeen, seenOf } from './draft-store.server.ts'

export const listDraftsView = defineView({
  name: 'theme.drafts',
  title:
    'What a machine drafted about the themes of a call, with the contributions that each sentence cites, the newest first',
  http: 'GET /calls/{callId}/theme-drafts',
  scope: 'organise',
  input: z.strictObject({
    callId: z.uuid(),
    themeId: z.uuid().optional(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20)
  }),
  load: loadAnalysed,
  may: byAnalysts,
  run: async (look, { call }, { themeId, after, limit }) => {
    const rows = await listDrafts(look.db, call.callId, themeId, readCursor(after, 'uuid')?.[0], limit + 1)
    const page = rows.slice(0, limit)
    const cited = [...new Set(page.flatMap(row => row.sentences.flatMap(one => one.cites)))]
    const seen = await listSeen(look.db, call.callId, cited)
    return {
      /** What would be asked; null where the operator has set none. */
      model: look.languageModel,
      items: page.map(({ sentences, askedAt, madeAt, signedAt, ...row }) => {
        const shown = seenOf(sentences, seen)
        return {
          ...row,
          sentences: shown.map(({ text, cites }) => ({
            text,
            cites: cites.map(id => ({ id, title: seen.get(id)! }))
          })),
          /** Sentences that are not shown: something they cite cannot be seen at present. */
          hidden: sentences.length - shown.length,
          askedAt: askedAt.toISOString(),
          madeAt: madeAt?.toISOString() ?? null,
          signedAt: signedAt?.toISOString() ?? null
        }
      }),
      next: rows.length > limit ? writeCursor(page.at(-1)!.draftId) : null
    }
  }
})
