import { z } from 'zod'
import { loadSeenStep } from '../../contribution/views.ts'
import { defineView } from '../../door/act.ts'
import { Refusal } from '../../door/refusal.ts'
import { packResponses } from './packed.ts'
import {
  findCountedStep,
  findResultLine,
  listCountedContributions,
  listCountedResponses
} from './material.server.ts'

/** Rows of the record a page may hold: some hundred kilobytes. */
const pageSize = 20_000

export const materialOfResult = defineView({
  name: 'result.material',
  title:
    'What a result was counted from, page by page, for whoever counts again: contributions first, then responses',
  http: 'GET /calls/{callId}/steps/{stepId}/result/material',
  scope: 'read',
  perMinute: 240,
  input: z.strictObject({
    callId: z.uuid(),
    stepId: z.uuid(),
    part: z.enum(['contributions', 'responses']).default('contributions'),
    /** The place in the record where the page begins: `next` of the page before. */
    from: z.coerce.number().int().min(0).default(0)
  }),
  load: async (db, input, who) => {
    const seen = await loadSeenStep(db, input, who)
    const line = await findResultLine(db, input.callId, input.stepId)
    if (!line) throw new Refusal('not-found')
    return { ...seen, line }
  },
  may: () => true,
  run: async (look, { call, step, line }, { part, from }) => {
    const page = { callId: call.callId, stepId: step.stepId, through: line.through, from, limit: pageSize }
    const { version } = line
    const head = { version, ...(await findCountedStep(look.db, call.callId, step.stepId, version)) }
    const next = (rows: readonly { sequence: number }[]) =>
      rows.length === pageSize ? rows.at(-1)!.sequence + 1 : null
    if (part === 'contributions') {
      const rows = await listCountedContributions(look.db, page)
      return {
        ...head,
        part,
        contributions: rows.map(({ id, theme, title }) => ({ id, theme, title })),
        next: next(rows)
      }
    }
    const rows = await listCountedResponses(look.db, page)
    return { ...head, part, responses: packResponses(rows), next: next(rows) }
  }
})
