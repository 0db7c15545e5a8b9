import { seededRandom } from '@mozaika/aggregation'
import { findSimilar } from '../../src/core/contribution/similar.server.ts'
import { openDatabase } from '../../src/db/database.server.ts'
import { findPlace } from '../../src/cli/operator-place.ts'
import type { Ground } from '../ground.ts'
import type { Measured, Row } from '../row.ts'
import { median, percentile } from '../support/statistics.ts'
import { makeTitles, rewordTitle } from '../support/titles.ts'
import { read } from './wishes.ts'

const mostRatio = 1.2
const mostMs = 50
const searches = 200

/** Searches as they are made while somebody types, over HTTP, against the statement alone. */
export const duplicates: Row = {
  name: 'duplicates',
  work: 'duplicate search while typing, 100,000 titles in uk and en',
  target: `≤ ${mostRatio} × its own SQL, median ≤ ${mostMs} ms`,
  measure
}

async function measure(ground: Ground): Promise<Measured> {
  const place = await ground.place('large')
  const { callId, stepId } = place.call
  const random = seededRandom('duplicates')
  const titles = makeTitles(ground.options.sizes.large.ideas)
  const typed = Array.from({ length: searches }, () => {
    const { title } = rewordTitle(titles[random.below(titles.length)]!, random)
    return title.slice(0, 12 + random.below(Math.max(1, title.length - 12)))
  })
  const path = `/api/v1/calls/${callId}/steps/${stepId}/similar`
  const database = openDatabase({
    connectionString: findPlace(place.server.dataFolder)!.databaseUrl!,
    max: 1
  })
  const bySql: number[] = []
  const byApi: number[] = []
  try {
    for (const text of typed) {
      const begin = performance.now()
      await findSimilar(database, callId, stepId, text)
      bySql.push(performance.now() - begin)
      const report = await place.send([read(`${path}?text=${encodeURIComponent(text)}`, 'again')])
      byApi.push(report.durations[0]!)
    }
  } finally {
    await database.close()
  }
  const ratio = median(byApi) / median(bySql)
  return {
    text: `${ratio.toFixed(2)} ×, median ${median(byApi).toFixed(1)} ms`,
    isReached: ratio <= mostRatio && median(byApi) <= mostMs,
    note: `p99 ${percentile(byApi, 0.99).toFixed(0)} ms; ${titles.length} titles`,
    figures: { ratio, medianMilliseconds: median(byApi), sqlMilliseconds: median(bySql) }
  }
}
