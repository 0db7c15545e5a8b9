import { seeCall } from '../call.server.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ locals, params }) => {
  const { call, mayOrganise, mayModerate } = await seeCall(locals, params)
  return {
    head: {
      callId: call.callId,
      slug: call.slug,
      question: call.question,
      state: call.state,
      timeZone: call.timeZone,
      mayOrganise,
      mayModerate
    }
  }
}
