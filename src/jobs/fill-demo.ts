import { fillDemo } from '../core/exchange/demo/fill-demo.server.ts'
import type { App } from '../app.ts'

/** Fills the demo that somebody asked for with a click. */
export async function fillWantedDemo(app: App): Promise<void> {
  await fillDemo(app)
}
