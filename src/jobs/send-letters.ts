import { sendDue } from '../channels/email/outbox.server.ts'
import type { App } from '../app.ts'

/** Sends the letters that are due, or keeps them in the data folder where there is no mail server. */
export async function sendLetters(app: App): Promise<void> {
  await sendDue(app.database, app.post)
}
