import { alternate, ratioOf } from '../alternate.ts'
import type { Ground, Place } from '../ground.ts'
import type { Measured, Row } from '../row.ts'
import type { Raw } from '../support/raw-insert.ts'
import { median, percentile } from '../support/statistics.ts'
import { supportsEach } from '../support/seed.ts'
import { rawOf } from './one-support.ts'
import { nextPerson, supports } from './wishes.ts'

const mostSpread = 10
const connections = 64

/** As many supports as there can be in a second; app, database and whoever sends them share the machine. */
export const crowd: Row = {
  name: 'crowd',
  work: `supports per second, ${connections} connections`,
  target: `≥ raw one by one; p99 ≤ ${mostSpread} × median; 0 errors`,
  measure
}

async function measure(ground: Ground): Promise<Measured> {
  const main = await ground.place('main')
  const small = await ground.place('small')
  const large = await ground.place('large')
  const raw = await rawOf(main, connections)
  const durations: number[] = []
  try {
    const rates = await alternate(ground.rounds, {
      raw: () => rateOfRaw(main, raw),
      main: () => rateOf(main, durations),
      small: () => rateOf(small, []),
      large: () => rateOf(large, [])
    })
    const rate = median(rates.main)
    const ratio = ratioOf(rates.main, rates.raw)
    const spread = percentile(durations, 0.99) / median(durations)
    return {
      text: `${Math.round(rate)}/s, ${ratio.toFixed(2)} × raw; p99 ${spread.toFixed(1)} × median`,
      isReached: ratio >= 1 && spread <= mostSpread,
      growth: ratioOf(rates.small, rates.large),
      note: `raw ${Math.round(median(rates.raw))}/s; median ${median(durations).toFixed(1)} ms`,
      figures: {
        perSecond: rate,
        rawPerSecond: median(rates.raw),
        medianMilliseconds: median(durations),
        p99Milliseconds: percentile(durations, 0.99)
      }
    }
  } finally {
    raw.close()
  }
}

async function rateOf(place: Place, durations: number[]): Promise<number> {
  const wishes = supports(place, Array.from({ length: 1_000 }, nextPerson), supportsEach)
  const report = await place.send(wishes, connections)
  durations.push(...report.durations)
  return wishes.length / report.seconds
}

async function rateOfRaw(place: Place, raw: Raw): Promise<number> {
  const rows = 5_000
  const { callId, stepId } = place.call
  const { seconds } = await raw.run({ callId, stepId, rows })
  return rows / seconds
}
