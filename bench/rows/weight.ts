import { brotliCompressSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { findBrowser, launch } from '../../tests/journeys/browser.ts'
import type { Ground, Place } from '../ground.ts'
import { Skipped } from '../row.ts'
import type { Measured, Row } from '../row.ts'

const mostWithJs = 70_000
const mostWithout = 25_000
const mostMosaic = 12_000

/** The call page as somebody gets it who was never here: every byte that comes over the wire. */
export const weight: Row = {
  name: 'weight',
  work: 'call page, first view, all bytes compressed',
  target: '≤ 70 kB with JavaScript, ≤ 25 kB without (mosaic ≤ 12 kB of it)',
  measure
}

async function measure(ground: Ground): Promise<Measured> {
  const browser = await openBrowser()
  try {
    const main = await ground.place('main')
    const withJs = await bytesOf(browser, main, true)
    const without = await bytesOf(browser, main, false)
    const mosaic = await mosaicBytes(main)
    const small = await bytesOf(browser, await ground.place('small'), true)
    const large = await bytesOf(browser, await ground.place('large'), true)
    return {
      text: `${kilobytes(withJs)} with, ${kilobytes(without)} without, mosaic ${kilobytes(mosaic)}`,
      isReached: withJs <= mostWithJs && without <= mostWithout && mosaic <= mostMosaic,
      growth: large / small,
      figures: { withJsBytes: withJs, withoutBytes: without, mosaicBytes: mosaic }
    }
  } finally {
    await browser.close()
  }
}

/** A browser to look with; a machine without one skips what needs it. */
export async function openBrowser(): Promise<Browser> {
  try {
    return await launch(await findBrowser())
  } catch (error) {
    throw new Skipped(`there is no browser here: ${(error as Error).message.split('\n', 1)[0]}`)
  }
}

export const pageOf = ({ server, call }: Place): string =>
  `http://localhost:${server.port}/en/calls/${call.slug}`

async function bytesOf(browser: Browser, place: Place, javaScriptEnabled: boolean): Promise<number> {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 360, height: 740 } })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  let bytes = 0
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
  await page.goto(pageOf(place), { waitUntil: 'networkidle' })
  await context.close()
  return bytes
}

/** What the mosaic adds to the compressed page. */
async function mosaicBytes(place: Place): Promise<number> {
  const html = await (await fetch(pageOf(place))).text()
  const without = html.replace(/<svg[^>]*class="[^"]*mosaic[\s\S]*?<\/svg>/, '')
  const packed = (text: string) => brotliCompressSync(text, { params: {} }).length
  return packed(html) - packed(without)
}

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`
