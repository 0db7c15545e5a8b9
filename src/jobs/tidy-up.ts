import { forgetReplies } from '../core/door/idempotency.server.ts'
import type { App } from '../app.ts'

/** Forgets what has had its time: replies kept for repeated requests. */
export async function tidyUp(app: App): Promise<void> {
  await app.database.transaction(tx => forgetReplies(tx))
}
