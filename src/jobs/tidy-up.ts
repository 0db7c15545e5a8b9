import { forgetKeptMail } from '../channels/email/kept-mail.server.ts'
import { forgetLetters } from '../channels/email/outbox.server.ts'
import { forgetReplies } from '../core/door/idempotency.server.ts'
import { forgetLooseFiles } from '../core/file/forget-loose.server.ts'
import { forgetExpiredSignIns } from '../core/person/account-store.server.ts'
import { forgetArrivals } from '../core/moderation/guards.server.ts'
import { forgetDeliveries } from '../core/webhook/deliveries.server.ts'
import type { App } from '../app.ts'

/** Forgets what has had its time. Each kind on its own, so that one that fails keeps no other. */
export async function tidyUp({ database, files, config }: App): Promise<void> {
  const forgotten = await Promise.allSettled([
    ...[forgetReplies, forgetLetters, forgetExpiredSignIns, forgetDeliveries, forgetArrivals].map(forget =>
      database.transaction(tx => forget(tx))
    ),
    forgetLooseFiles({ database, storage: files }),
    forgetKeptMail(config.dataFolder)
  ])
  const failed = forgotten.find(one => one.status === 'rejected')
  if (failed) throw failed.reason
}
