import type { App } from '../app.ts'
import type { AnalysisPool } from '../core/theme/analysis-pool.server.ts'
import { placeFresh, runAnalysis } from '../core/theme/run-analysis.server.ts'

/** Analyses the call that waits longest for it, and places what came in to those that were analysed. */
export async function analyseCalls(
  app: Pick<App, 'database' | 'methods'>,
  pool: AnalysisPool
): Promise<void> {
  const means = { database: app.database, methods: app.methods, pool }
  await placeFresh(means)
  await runAnalysis(means)
}
