import { PgBoss } from 'pg-boss'
import type { Post } from '../channels/push/send-push.server.ts'
import { postGuarded } from '../channels/webhooks/deliver.server.ts'
import { createDispatcher } from '../channels/webhooks/dispatch.server.ts'
import { nextTryMs } from '../channels/webhooks/schedule.ts'
import { createSend } from '../channels/webhooks/send.server.ts'
import type { App } from '../app.ts'
import { AnalysisPool } from '../core/theme/analysis-pool.server.ts'
import { learnStatistics } from '../db/statistics.server.ts'
import { analyseCalls } from './analyse-calls.ts'
import { deleteFiles } from './delete-files.ts'
import { deliverWebhooks } from './deliver-webhooks.ts'
import { draftTexts } from './draft-texts.ts'
import { fillWantedDemo } from './fill-demo.ts'
import { loop } from './loop.ts'
import { makeResults, orderResults } from './make-results.ts'
import { placeLines } from './place-lines.ts'
import { remindOfOwedAnswers } from './remind-of-answers.ts'
import { sendLetters } from './send-letters.ts'
import { tellPeople } from './tell-people.ts'
import { tidyUp } from './tidy-up.ts'

export interface Jobs {
  stop(): Promise<void>
}

/** Starts what this process's role asks for: all of it, unless `ROLE` says otherwise. */
export async function startJobs(app: App, options: { log(line: string): void }): Promise<Jobs> {
  const { role } = app.config
  const report = (job: string) => (error: unknown) =>
    options.log(JSON.stringify({ level: 'error', job, error: told(error) }))
  const guard = {
    allowHttp: app.config.allowPrivateWebhooks,
    allowLoopback: app.config.allowPrivateWebhooks
  }
  const post: Post = (address, headers, body) => postGuarded(address, headers, body, guard)
  const dispatcher = createDispatcher({
    database: app.database,
    door: app.door,
    send: createSend(guard),
    nextTryMs
  })
  const works = role === 'all' || role === 'worker'
  const boss = works ? await startBoss(app, report('jobs')) : undefined
  const analyses = new AnalysisPool()
  const stopping = new AbortController()
  const loops = [
    ...(role === 'all' || role === 'sequencer'
      ? [loop(250, () => placeLines(app), report('place-lines'))]
      : []),
    ...(boss
      ? [
          loop(1_000, () => sendLetters(app), report('send-letters')),
          loop(2_000, () => tellPeople(app, post), report('tell-people')),
          loop(2_000, () => deliverWebhooks(dispatcher), report('deliver-webhooks')),
          loop(2_000, () => orderResults(app, boss), report('order-results')),
          loop(1_500, () => fillWantedDemo(app), report('fill-demo')),
          loop(60_000, () => remindOfOwedAnswers(app), report('remind-of-answers')),
          loop(2_000, () => analyseCalls(app, analyses), report('analyse-calls')),
          ...(app.config.languageModel
            ? [loop(2_000, () => draftTexts(app, stopping.signal), report('draft-texts'))]
            : []),
          loop(20_000, () => deleteFiles(app), report('delete-files')),
          loop(30_000, () => learnStatistics(app.database), report('learn-statistics'))
        ]
      : [])
  ]
  return {
    async stop() {
      // An answer of a language model may take a minute: it is not waited for.
      stopping.abort()
      await Promise.all(loops.map(one => one.stop()))
      await analyses.close()
      await boss?.stop({ graceful: true, timeout: 5_000 })
    }
  }
}

/** pg-boss tells a copy of an error, which is no `Error` any more but has its stack. */
const told = (error: unknown): string => (error as { stack?: string } | null)?.stack ?? String(error)

async function startBoss(app: App, report: (error: unknown) => void): Promise<PgBoss> {
  const { pool } = app.database
  const boss = new PgBoss({
    schema: 'jobs',
    // Our pool: the embedded database has few connections, and a restart is already looked after.
    db: { executeSql: (text: string, values?: unknown[]) => pool.query(text, values as unknown[]) },
    // Ours are few and small; each look costs CPU on an idle machine.
    cronMonitorIntervalSeconds: 30
  })
  boss.on('error', report)
  await boss.start()
  for (const queue of ['close', 'tidy-up'])
    await boss.createQueue(queue, { retryLimit: 10, retryDelay: 5, retryBackoff: true })
  await boss.work('close', { pollingIntervalSeconds: 1 }, () => makeResults(app))
  await boss.work('tidy-up', { pollingIntervalSeconds: 30 }, () => tidyUp(app))
  await boss.schedule('tidy-up', '17 * * * *')
  return boss
}
