import { findRecord } from '#lib/core/moderation/views.ts'
import { onServer } from '#lib/routes/on-server.ts'
import { headOf, seeCall } from '../../seen-call.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const call = await seeCall(locals, params.slug)
  const record = await locals.app.look(findRecord, locals.who, { callId: call.callId })
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  const flags = {
    open: sum(record.flags.map(row => row.open)),
    settled: sum(record.flags.map(row => row.settled))
  }
  return { hue: call.organisation.accent, page: onServer({ head: headOf(call), record, flags }) }
}
