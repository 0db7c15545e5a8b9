import { z } from 'zod'
import type { Frame } from '../call/rules.ts'
import { defineView } from '../door/act.ts'
import type { Look } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { plainExcerpt } from '../text/plain-excerpt.ts'
import { byAnalysts, loadAnalysed } from './analysed.server.ts'
import { findAnalysis } from './analysis-store.server.ts'
import { countDrafts } from './draft-store.server.ts'
import { countCopies, listCopies } from './copies.server.ts'
import type { CopySide } from './copies.server.ts'
import { listMembers } from './members.server.ts'
import { countLoose, listAccepted, listThemes } from './store.server.ts'

export const findDesk = defineView({
  name: 'theme.desk',
  title: 'The analysis desk of a call: how far the analysis is, who was heard, themes suggested and accepted',
  http: 'GET /calls/{callId}/analysis',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid() }),
  load: loadAnalysed,
  may: byAnalysts,
  run: async (look, { call }) => {
    const analysis = await findAnalysis(look.db, call.callId)
    return {
      /** Of the analysis: `none` before the first. */
      state: analysis?.state ?? ('none' as const),
      analysis: analysis
        ? { ...analysis, madeAt: analysis.madeAt?.toISOString() ?? null, languages: call.languages }
        : null,
      themes: await listThemes(look.db, call.callId),
      loose: await countLoose(look.db, call.callId),
      copies: await countCopies(look.db, call.callId),
      /** The language model that may be asked for drafts, and what it drafted. */
      drafts: { model: look.languageModel, ...(await countDrafts(look.db, call.callId)) }
    }
  }
})

export const listMembersView = defineView({
  name: 'theme.members',
  title:
    'The contributions of a theme at the desk, with what the machine suggested and what a person decided',
  http: 'GET /calls/{callId}/theme-members',
  scope: 'organise',
  input: z.strictObject({
    callId: z.uuid(),
    /** Without one: those of no theme. */
    themeId: z.uuid().optional(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50)
  }),
  load: loadAnalysed,
  may: byAnalysts,
  run: async (look, { call }, { themeId, after, limit }) => {
    const rows = await listMembers(
      look.db,
      call.callId,
      themeId ?? null,
      readCursor(after, 'uuid')?.[0],
      limit + 1
    )
    const page = rows.slice(0, limit)
    return {
      items: page.map(({ body, stepId, ...row }) => ({
        ...row,
        excerpt: excerptOf(look, call, stepId, body)
      })),
      next: rows.length > limit ? writeCursor(page.at(-1)!.contributionId) : null
    }
  }
})

export const listCopiesView = defineView({
  name: 'theme.copies',
  title: 'Pairs of contributions that are nearly the same and that nobody decided about, the likest first',
  http: 'GET /calls/{callId}/near-copies',
  scope: 'organise',
  input: z.strictObject({
    callId: z.uuid(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20)
  }),
  load: loadAnalysed,
  may: byAnalysts,
  run: async (look, { call }, { after, limit }) => {
    const rows = await listCopies(
      look.db,
      call.callId,
      readCursor(after, 'number', 'uuid', 'uuid'),
      limit + 1
    )
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const side = ({ body, stepId, createdAt, ...one }: CopySide) => ({
      ...one,
      createdAt: createdAt.toISOString(),
      text: excerptOf(look, call, stepId, body, 600)
    })
    return {
      items: page.map(({ likeness, one, other }) => ({ likeness, one: side(one), other: side(other) })),
      next:
        rows.length > limit && last
          ? writeCursor(last.likeness, last.one.contributionId, last.other.contributionId)
          : null
    }
  }
})

export const listThemesView = defineView({
  name: 'theme.list',
  title: 'The themes of a call that its organisers accepted, the largest first',
  http: 'GET /calls/{callId}/themes',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid() }),
  load: loadAnalysed,
  may: () => true,
  run: async (look, { call }) => ({ items: await listAccepted(look.db, call.callId) })
})

function excerptOf({ methods }: Look, call: Frame, stepId: string, body: unknown, most = 280): string {
  const step = call.steps.find(one => one.stepId === stepId)
  const method = step && methods.get(step.method)
  return method ? plainExcerpt(method.text(body), most) : ''
}
