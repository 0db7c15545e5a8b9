import { methods } from '#lib/methods/index.ts'
import { seeCall } from '../../call.server.ts'

/** The steps of a call, each with its themes: where something could be moved. */
export async function seeSteps(locals: App.Locals, params: { organisation: string; call: string }) {
  const { call } = await seeCall(locals, params)
  return {
    callId: call.callId,
    steps: call.steps.map(({ stepId, title, method, state, settings }) => ({
      stepId,
      title,
      method,
      state,
      themes: (methods.get(method)?.rules(settings).themes ?? []).map(({ id, label }) => ({ id, label }))
    }))
  }
}
