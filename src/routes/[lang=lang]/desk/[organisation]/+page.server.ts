import { findCallView, listDesk } from '#lib/core/call/views.ts'
import { listPresetsView } from '#lib/core/preset/views.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, parent, url }) => {
  const { app, who } = locals
  const { desk } = await parent()
  if (!desk.seesAll) {
    const calls = await Promise.all(
      desk.callIds.slice(0, 50).map(call => app.look(findCallView, who, { call }))
    )
    return {
      next: null,
      presets: [],
      calls: calls.map(call => ({
        callId: call.callId,
        question: call.question,
        state: call.state,
        timeZone: call.timeZone,
        closesAt: call.steps.at(-1)?.closesAt ?? null,
        contributions: Object.values(call.contributions).reduce((sum, count) => sum + Number(count), 0),
        waiting: 0,
        flags: 0
      }))
    }
  }
  const after = url.searchParams.get('after') ?? undefined
  const { items, next } = await app.look(listDesk, who, { organisationId: desk.organisationId, after })
  const presets = items.length === 0 && desk.isOrganiser ? await app.look(listPresetsView, who, {}) : null
  return {
    next,
    presets: presets?.items.map(preset => preset.id) ?? [],
    calls: items.map(call => ({
      callId: call.callId,
      question: call.question,
      state: call.state,
      timeZone: call.timeZone,
      closesAt: call.closesAt,
      contributions: call.contributions,
      waiting: Number(call.waiting),
      flags: Number(call.flags)
    }))
  }
}
