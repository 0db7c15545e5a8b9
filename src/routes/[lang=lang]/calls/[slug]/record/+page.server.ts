import { checkReceiptView, findLog, listLines } from '#lib/core/ledger/views.ts'
import { textOf } from '../../../../form.ts'
import { onServer } from '../../../../on-server.ts'
import { attempt } from '../../../../submit.server.ts'
import { headOf, seeCall } from '../../seen-call.server.ts'
import { shownLineOf } from './shown-line.ts'
import type { Actions, PageServerLoad } from './$types'

const linesShown = 50

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const call = await seeCall(locals, params.slug)
  const log = await locals.app.look(findLog, locals.who, { log: call.callId })
  const before = placeIn(url, log.size)
  const from = Math.max(0, before - linesShown)
  const { items } =
    before > 0
      ? await locals.app.look(listLines, locals.who, { log: call.callId, from, limit: before - from })
      : { items: [] }
  const shown = {
    head: headOf(call),
    log: { ...log, id: call.callId },
    lines: items.map(shownLineOf).reverse(),
    range: { from: from + 1, to: before },
    isNewest: before === log.size,
    earlier: from > 0 ? `?before=${from}#lines` : null,
    later: before < log.size ? `?before=${Math.min(log.size, before + linesShown)}#lines` : null
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}

/** The place in the log before which lines are shown: its end, unless the address names an earlier one. */
function placeIn({ searchParams }: URL, size: number): number {
  const before = Number(searchParams.get('before') ?? size)
  return Number.isSafeInteger(before) && before > 0 && before < size ? before : size
}

export const actions: Actions = {
  check: event =>
    attempt(event, async form => {
      const { app, who } = event.locals
      const { callId } = await seeCall(event.locals, event.params.slug)
      return {
        checked: await app.look(checkReceiptView, who, {
          log: callId,
          receipt: textOf(form, 'receipt') ?? ''
        })
      }
    })
}
