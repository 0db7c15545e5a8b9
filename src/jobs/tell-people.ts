import { keepLetters } from '../channels/email/outbox.server.ts'
import type { App } from '../app.ts'
import { handRound } from '../core/notification/hand-round.server.ts'
import { writeLetters } from '../core/notification/write-letters.server.ts'

/** Hands round what happened, then writes the letters that are due. */
export async function tellPeople(app: App): Promise<void> {
  await handRound(app.database)
  await writeLetters(app.database, keepLetters, app.config.origin)
}
