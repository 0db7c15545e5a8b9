import { spawnSync } from 'node:child_process'
import type { Ground, Place } from '../ground.ts'
import type { Measured, Row } from '../row.ts'
import { median } from '../support/statistics.ts'
import { read } from './wishes.ts'

const mostRatio = 50

/** From starting the server's entry on data that is there to the last byte of its first page. */
export const start: Row = {
  name: 'start',
  work: 'warm start of the server entry to first page',
  target: `≤ ${mostRatio} × node -e 0`,
  measure
}

async function measure(ground: Ground): Promise<Measured> {
  const places = {
    main: await ground.place('main'),
    small: await ground.place('small'),
    large: await ground.place('large')
  }
  const nothing: number[] = []
  const seconds = { main: [] as number[], small: [] as number[], large: [] as number[] }
  // The first round warms the file cache.
  for (let round = 0; round <= ground.rounds; round++) {
    const node = timeOf(() => spawnSync(process.execPath, ['-e', '0']))
    if (round > 0) nothing.push(node)
    for (const size of ['main', 'small', 'large'] as const) {
      const taken = await startOf(places[size])
      if (round > 0) seconds[size].push(taken)
    }
  }
  const ratio = median(seconds.main) / median(nothing)
  return {
    text: `${Math.round(ratio)} ×`,
    isReached: ratio <= mostRatio,
    growth: median(seconds.large) / median(seconds.small),
    note: `${median(seconds.main).toFixed(2)} s; node -e 0 ${Math.round(median(nothing) * 1_000)} ms`,
    figures: { ratio, seconds: median(seconds.main), nodeSeconds: median(nothing) }
  }
}

async function startOf(place: Place): Promise<number> {
  await place.stop()
  const begin = performance.now()
  await place.start()
  await place.send([read(`/en/calls/${place.call.slug}`)])
  return (performance.now() - begin) / 1_000
}

function timeOf(work: () => void): number {
  const begin = performance.now()
  work()
  return (performance.now() - begin) / 1_000
}
