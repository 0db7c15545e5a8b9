import { deliver } from './deliver.server.ts'
import type { DeliveryOptions } from './deliver.server.ts'
import type { Send } from './dispatch.server.ts'

/** The dispatcher's way out: one guarded, signed try, told as a short line for the organisation's desk. */
export function createSend(options: DeliveryOptions): Send {
  return async ({ url, secret }, { id, body }) => {
    const { ok, status, code } = await deliver(url, body, { id, secret, at: new Date() }, options)
    return { delivered: ok, answer: status === undefined ? code : `${code}: status ${status}` }
  }
}
