import { alternate, ratioOf } from '../alternate.ts'
import type { Ground, Place } from '../ground.ts'
import { times } from '../row.ts'
import type { Measured, Row } from '../row.ts'
import { median } from '../support/statistics.ts'
import type { Wish } from '../support/load-generator.ts'
import { read } from './wishes.ts'

interface Reading {
  readonly name: string
  readonly work: string
  /** In multiples of a bare reply. */
  readonly most: number
  readonly requests: number
  wish(place: Place): Wish
}

const list = ({ call }: Place) => `/en/calls/${call.slug}/all`

const readings: readonly Reading[] = [
  {
    name: 'list-page',
    work: 'list page of 50 ideas, not cached',
    most: 60,
    requests: 250,
    wish: place => read(list(place))
  },
  {
    name: 'cached-page',
    work: 'the same page for anonymous visitors, cached',
    most: 4,
    requests: 2_500,
    wish: place => read(list(place), 'again')
  },
  {
    name: 'list-api',
    work: 'list of 50 by API',
    most: 25,
    requests: 600,
    // The API keeps no answers: every request asks the database what stands where; only cards are kept (decision 25).
    wish: ({ call }) => read(`/api/v1/calls/${call.callId}/steps/${call.stepId}/contributions`, 'again')
  }
]

export const readingRows: readonly Row[] = readings.map(reading => ({
  name: reading.name,
  work: reading.work,
  target: `≤ ${reading.most} × bare`,
  measure: ground => measure(ground, reading)
}))

async function measure(ground: Ground, { most, requests, wish }: Reading): Promise<Measured> {
  const places = {
    main: await ground.place('main'),
    small: await ground.place('small'),
    large: await ground.place('large')
  }
  const cost = (place: Place) => () => place.cost(Array.from({ length: requests }, () => wish(place)))
  const costs = await alternate(ground.rounds, {
    bare: () => ground.bare(requests),
    main: cost(places.main),
    small: cost(places.small),
    large: cost(places.large)
  })
  const ratio = ratioOf(costs.main, costs.bare)
  return {
    text: times(ratio),
    isReached: ratio <= most,
    growth: ratioOf(costs.large, costs.small),
    note: `${Math.round(median(costs.main) * 1e6)} µs`,
    figures: {
      timesBare: ratio,
      microseconds: median(costs.main) * 1e6,
      bareMicroseconds: median(costs.bare) * 1e6
    }
  }
}
