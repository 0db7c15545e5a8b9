import type { App } from '../app.ts'

/** Gives new ledger lines their places under a signed checkpoint. */
export async function placeLines(app: App): Promise<void> {
  await app.sequencer.run()
}
