import type { App } from '../app.ts'
import { remindOfAnswers } from '../core/answer/remind.server.ts'

/** Reminds organisers of answers that are owed. */
export async function remindOfOwedAnswers({ database, door }: App): Promise<void> {
  await remindOfAnswers(database, door.methods)
}
