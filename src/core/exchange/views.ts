import { z } from 'zod'
import { loadSeenCall } from '../call/views.ts'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'

export { findDemoView } from './demo/acts.ts'
export { materialOfResult } from './recount/view.ts'
export { rankingOfResult } from './ranking-view.ts'

export const exportCall = defineView({
  name: 'call.export',
  title: 'Where everything public of a call can be downloaded, with what is needed to check it: one zip',
  http: 'GET /calls/{call}/export',
  scope: 'read',
  perMinute: 10,
  input: z.strictObject({
    call: z
      .string()
      .max(100)
      .regex(/^[0-9a-z-]+$/)
  }),
  load: loadSeenCall,
  may: () => true,
  run: async (look, { call }) => {
    // A draft has no record yet.
    if (!call.openedAt) throw new Refusal('not-open-yet')
    return {
      callId: call.callId,
      slug: call.slug,
      address: `${look.origin}/api/v1/calls/${call.slug}/export.zip`,
      format: 'mozaika-export/1'
    }
  }
})
