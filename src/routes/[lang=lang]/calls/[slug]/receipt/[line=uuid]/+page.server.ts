import { onServer } from '../../../../../on-server.ts'
import { seeReceipt } from '../../../receipt.server.ts'
import { headOf, seeCall } from '../../../seen-call.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const call = await seeCall(locals, params.slug)
  const receipt = await seeReceipt(locals, call.callId, params.line)
  return { hue: call.organisation.accent, page: onServer({ head: headOf(call), receipt }) }
}
