import type { App } from '../app.ts'
import { createAsk } from '../channels/language-model/ask.server.ts'
import { draftOne } from '../core/theme/draft-run.server.ts'

const mostAtOnce = 3

/** Asks the language model for all drafts that wait, a few at a time. Without one nothing is asked, ever. */
export async function draftTexts(
  { config, database, methods }: Pick<App, 'config' | 'database' | 'methods'>,
  stop: AbortSignal
): Promise<void> {
  const { languageModel } = config
  if (languageModel === null) return
  const means = { database, methods, ask: createAsk(languageModel), model: languageModel.model, stop }
  const work = async () => {
    while (!stop.aborted && (await draftOne(means)));
  }
  await Promise.all(Array.from({ length: mostAtOnce }, work))
}
