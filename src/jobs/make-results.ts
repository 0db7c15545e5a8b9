import type { PgBoss } from 'pg-boss'
import { Refusal } from '../core/door/refusal.ts'
import { makeResult } from '../core/result/acts.ts'
import { listStepsToCount } from '../core/result/store.server.ts'
import { waitForEarlier } from '../core/result/wait.server.ts'
import type { App } from '../app.ts'

/**
 * Counts every step that has closed and has no result, once all that was accepted before the close is committed.
 *
 * @throws Error when some could not be counted yet; all others are. The order is then carried out again later.
 */
export async function makeResults(app: Pick<App, 'database' | 'perform'>): Promise<void> {
  const steps = await listStepsToCount(app.database)
  if (steps.length === 0) return
  if (!(await waitForEarlier(app.database)))
    throw new Error('transactions from before the close are still under way')
  let waiting = 0
  for (const step of steps) {
    try {
      await app.perform(makeResult, { kind: 'system', job: 'make-results', personId: null }, step, {
        channel: 'system'
      })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // Anything else: concluded, cancelled or counted by another worker meanwhile.
      if (error.code === 'busy') waiting += 1
    }
  }
  if (waiting > 0)
    throw new Error(`${waiting} of ${steps.length} steps still wait for their lines in the record`)
}

/** Orders a count when a step has closed; an order that stands already is not given again for ten seconds. */
export async function orderResults(app: App, boss: PgBoss): Promise<void> {
  if ((await listStepsToCount(app.database)).length > 0)
    await boss.send('close', {}, { singletonKey: 'close', singletonSeconds: 10 })
}
