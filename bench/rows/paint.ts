import type { Browser } from 'playwright-core'
import type { Ground, Place } from '../ground.ts'
import type { Measured, Row } from '../row.ts'
import { median } from '../support/statistics.ts'
import { openBrowser, pageOf } from './weight.ts'

const mostSeconds = 1.8
const views = 5

/** Slow 4G, as Lighthouse and WebPageTest have it. */
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1_000_000) / 8,
  uploadThroughput: 750_000 / 8
}
const cpuSlowdown = 4

/** When the largest piece of the call page is there, on a cheap phone that was never here. */
export const paint: Row = {
  name: 'paint',
  work: 'largest paint, throttled phone profile (slow 4G, 4× CPU)',
  target: `≤ ${mostSeconds} s`,
  measure
}

async function measure(ground: Ground): Promise<Measured> {
  const browser = await openBrowser()
  try {
    const seconds = await paintOf(browser, await ground.place('main'))
    const small = await paintOf(browser, await ground.place('small'))
    const large = await paintOf(browser, await ground.place('large'))
    return {
      text: `${seconds.toFixed(2)} s`,
      isReached: seconds <= mostSeconds,
      growth: large / small,
      note: `median of ${views} views`,
      figures: { seconds }
    }
  } finally {
    await browser.close()
  }
}

async function paintOf(browser: Browser, place: Place): Promise<number> {
  const seconds: number[] = []
  for (let view = 0; view < views; view++) seconds.push(await viewOnce(browser, place))
  return median(seconds)
}

async function viewOnce(browser: Browser, place: Place): Promise<number> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true
  })
  try {
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    await cdp.send('Network.emulateNetworkConditions', network)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown })
    await page.goto(pageOf(place), { waitUntil: 'networkidle' })
    const milliseconds = await page.evaluate(
      () =>
        new Promise<number>(resolve => {
          new PerformanceObserver(list => resolve(list.getEntries().at(-1)!.startTime)).observe({
            type: 'largest-contentful-paint',
            buffered: true
          })
        })
    )
    return milliseconds / 1_000
  } finally {
    await context.close()
  }
}
