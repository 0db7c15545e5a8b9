import { forgetLetters } from '../channels/email/outbox.server.ts'
import { forgetReplies } from '../core/door/idempotency.server.ts'
import { forgetLooseFiles } from '../core/file/forget-loose.server.ts'
import type { App } from '../app.ts'

/** Forgets what has had its time: replies kept for repeated requests, sent letters, files that no contribution took. */
export async function tidyUp(app: App): Promise<void> {
  await app.database.transaction(tx => forgetReplies(tx))
  await app.database.transaction(tx => forgetLetters(tx))
  await forgetLooseFiles({ database: app.database, storage: app.files })
}
