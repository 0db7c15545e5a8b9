import type { Database } from '../../db/database.server.ts'
import type { Door } from '../../core/door/perform.server.ts'
import { recordTry } from '../../core/webhook/acts.ts'
import { listUnreadLogs, readNextLines, takeDue } from '../../core/webhook/deliveries.server.ts'
import type { TakenDelivery } from '../../core/webhook/deliveries.server.ts'

/** One try to hand a message to an address; never throws for what the other side or the network does. */
export type Send = (
  to: { readonly url: string; readonly secret: string },
  message: { readonly id: string; readonly body: string }
) => Promise<{ readonly delivered: boolean; readonly answer: string }>

export interface DispatcherParts {
  readonly database: Database
  readonly door: Door
  readonly send: Send
  /** When to try again after so many tries; null: not any more. */
  nextTryMs(tries: number): number | null
}

export interface Dispatcher {
  /** Writes down what is to be delivered of the lines placed since the last time. */
  writeDown(): Promise<void>
  /** Delivers what is due; gives how many tries were made. */
  deliverDue(): Promise<number>
}

const mostAtOnce = 16
const us = { kind: 'system', job: 'webhooks', personId: null } as const

/**
 * Brings events to webhooks. Both halves may run in several processes at once and may be killed at any moment: how far
 * the logs were read and what is to be delivered are rows, written together. A delivery is made at least once.
 */
export function createDispatcher({ database, door, send, nextTryMs }: DispatcherParts): Dispatcher {
  async function deliver({
    organisationId,
    deliveryId,
    url,
    secret,
    payload,
    tries
  }: TakenDelivery): Promise<void> {
    const end = await send({ url, secret }, { id: deliveryId, body: JSON.stringify(payload) })
    const waitMs = end.delivered ? null : nextTryMs(tries)
    await door.perform(recordTry, us, {
      organisationId,
      deliveryId,
      delivered: end.delivered,
      answer: lineOf(end.answer),
      nextTryAt: waitMs === null ? null : new Date(Date.now() + waitMs).toISOString()
    })
  }

  return {
    async writeDown() {
      for (const log of await listUnreadLogs(database)) {
        while (await database.transaction(tx => readNextLines(tx, log)));
      }
    },

    async deliverDue() {
      for (let tried = 0; ;) {
        const taken = await database.transaction(tx => takeDue(tx, mostAtOnce))
        if (taken.length === 0) return tried
        const ends = await Promise.allSettled(taken.map(deliver))
        tried += taken.length
        // What could not be written down is tried again when its time has run out; here it is reported.
        const failed = ends.find(end => end.status === 'rejected')
        if (failed) throw failed.reason
      }
    }
  }
}

/** What comes from elsewhere as one line that is fit to be kept. */
const lineOf = (answer: string): string =>
  answer.replace(/\p{C}/gu, ' ').trim().slice(0, 200).trim() || 'no answer'
