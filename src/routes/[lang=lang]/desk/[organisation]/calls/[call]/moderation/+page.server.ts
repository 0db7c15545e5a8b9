import { findRecord, listQueue } from '#lib/core/moderation/views.ts'
import { decisions } from './decide.server.ts'
import { seeSteps } from './steps.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const { callId, steps } = await seeSteps(locals, params)
  const after = url.searchParams.get('after') ?? undefined
  const [queue, record] = await Promise.all([
    app.look(listQueue, who, { callId, after, limit: 10 }),
    app.look(findRecord, who, { callId })
  ])
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + Number(count), 0)
  return {
    items: queue.items,
    next: queue.next,
    after: after ?? null,
    steps,
    figures: {
      published: sum(record.decisions.filter(row => row.decision === 'publish').map(row => row.count)),
      hidden: sum(record.decisions.filter(row => row.decision === 'hide').map(row => row.count)),
      flags: sum(record.flags.map(row => row.open)),
      contested: record.appeals.waiting
    }
  }
}

export const actions: Actions = decisions
