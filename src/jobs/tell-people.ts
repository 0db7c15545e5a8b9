import { keepLetters } from '../channels/email/outbox.server.ts'
import { sendPush } from '../channels/push/send-push.server.ts'
import type { Post } from '../channels/push/send-push.server.ts'
import type { App } from '../app.ts'
import { handRound } from '../core/notification/hand-round.server.ts'
import { pushDue, pushKeys } from '../core/notification/push.server.ts'
import { writeLetters } from '../core/notification/write-letters.server.ts'

/** Hands round what happened, writes the letters that are due, and shows what is to be shown at once. */
export async function tellPeople({ database, config: { origin } }: App, post: Post): Promise<void> {
  await handRound(database)
  await writeLetters(database, keepLetters, origin)
  await pushDue(database, async push => sendPush(push, { keys: await pushKeys(database), origin, post }))
}
