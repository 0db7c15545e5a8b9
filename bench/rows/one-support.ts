import { findPlace } from '../../src/cli/operator-place.ts'
import { alternate, ratioOf } from '../alternate.ts'
import type { Ground, Place } from '../ground.ts'
import { times } from '../row.ts'
import type { Measured, Row } from '../row.ts'
import { median } from '../support/statistics.ts'
import { startRaw } from '../support/raw-insert.ts'
import type { Raw } from '../support/raw-insert.ts'
import { supportsEach } from '../support/seed.ts'
import { nextPerson, supports } from './wishes.ts'

const mostBare = 35
const mostRaw = 4
const persons = 200
const rawRows = 1_500
/** The sequencer looks twice a second: a second later each line has its place and is counted. */
const settleMs = 1_200

/** One support after another, each with a key of its own and a commit of its own, by people who give five each. */
export const oneSupport: Row = {
  name: 'one-support',
  work: 'one support, durable, one request each',
  target: `≤ ${mostBare} × bare, ≤ ${mostRaw} × raw`,
  measure
}

async function measure(ground: Ground): Promise<Measured> {
  const main = await ground.place('main')
  const small = await ground.place('small')
  const large = await ground.place('large')
  const raw = await rawOf(main, 1)
  try {
    const costs = await alternate(ground.rounds, {
      bare: () => ground.bare(persons * supportsEach),
      raw: () => costOfRaw(main, raw),
      main: () => costOf(main),
      small: () => costOf(small),
      large: () => costOf(large)
    })
    const toBare = ratioOf(costs.main, costs.bare)
    const toRaw = ratioOf(costs.main, costs.raw)
    return {
      text: `${times(toBare)} bare, ${times(toRaw)} raw`,
      isReached: toBare <= mostBare && toRaw <= mostRaw,
      growth: ratioOf(costs.large, costs.small),
      note: `${Math.round(median(costs.main) * 1e6)} µs; raw ${Math.round(median(costs.raw) * 1e6)} µs`,
      figures: {
        timesBare: toBare,
        timesRaw: toRaw,
        microseconds: median(costs.main) * 1e6,
        rawMicroseconds: median(costs.raw) * 1e6,
        bareMicroseconds: median(costs.bare) * 1e6
      }
    }
  } finally {
    raw.close()
  }
}

const costOf = (place: Place): Promise<number> =>
  place.cost(supports(place, Array.from({ length: persons }, nextPerson), supportsEach), settleMs)

async function costOfRaw(place: Place, raw: Raw): Promise<number> {
  const { callId, stepId } = place.call
  const before = raw.cpu() + place.databaseCpu()
  await raw.run({ callId, stepId, rows: rawRows })
  return (raw.cpu() + place.databaseCpu() - before) / rawRows
}

/** The least a response can cost, on the same PostgreSQL. */
export function rawOf(place: Place, connections: number): Promise<Raw> {
  const { searchParams, username, pathname } = new URL(findPlace(place.server.dataFolder)!.databaseUrl!)
  return startRaw({
    host: searchParams.get('host')!,
    port: Number(searchParams.get('port')),
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
    connections
  })
}
