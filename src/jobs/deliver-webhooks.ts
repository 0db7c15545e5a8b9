import type { Dispatcher } from '../channels/webhooks/dispatch.server.ts'

/** Writes down what happened for those who want to be told, and tells them what is due. */
export async function deliverWebhooks(dispatcher: Dispatcher): Promise<void> {
  await dispatcher.writeDown()
  await dispatcher.deliverDue()
}
