/** What a contribution says of itself besides its words. */
export interface Arrival {
  readonly language: string | null
  readonly channel: string
  /** Day it came, `YYYY-MM-DD` in the call's time zone. */
  readonly day: string
  readonly hour: number
  readonly place: { readonly lon: number; readonly lat: number } | null
}

export interface Count {
  readonly key: string
  readonly count: number
}

/** Who was heard, in numbers. */
export interface Report {
  readonly contributions: number
  readonly languages: readonly Count[]
  readonly channels: readonly Count[]
  readonly days: readonly Count[]
  /** Of the day, from 0. */
  readonly hours: readonly number[]
  /** Squares of some kilometre, named by their south-western corner, the fullest first. */
  readonly places: readonly Count[]
  readonly located: number
  readonly gaps: readonly Gap[]
  readonly modularity: number
}

/** Whom the call asked and did not hear. */
export interface Gap {
  readonly kind: 'language' | 'area' | 'channel' | 'place'
  /** The language, the part of the area (`n`, `ne`, …), or what is missing. */
  readonly what: string
  readonly count: number
}

/** What a call said it wants to hear. */
export interface Asked {
  readonly languages: readonly string[]
  /** West, south, east, north; null where the call is about no area. */
  readonly bounds: readonly [number, number, number, number] | null
}

/** A language the call speaks is missing when fewer than so many of a hundred contributions are in it. */
const leastShare = 0.05
const mostPlaces = 40
const mostDays = 400
/** Degrees; about a kilometre from south to north. */
const square = 0.01

export function report(arrivals: readonly Arrival[], asked: Asked, modularity: number): Report {
  const count = (keyOf: (one: Arrival) => string | null) => counts(arrivals, keyOf)
  const hours = new Array<number>(24).fill(0)
  for (const { hour } of arrivals) hours[hour]!++
  const places = arrivals.flatMap(one => (one.place ? [one.place] : []))
  return {
    contributions: arrivals.length,
    languages: count(one => one.language ?? '?'),
    channels: count(one => one.channel),
    days: count(one => one.day)
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .slice(-mostDays),
    hours,
    places: counts(places, squareOf).slice(0, mostPlaces),
    located: places.length,
    gaps: gapsOf(arrivals, asked),
    modularity
  }
}

const squareOf = ({ lon, lat }: { lon: number; lat: number }) =>
  `${(Math.floor(lat / square) * square).toFixed(2)} ${(Math.floor(lon / square) * square).toFixed(2)}`

/** The most first; of equal ones by their keys. */
function counts<One>(all: readonly One[], keyOf: (one: One) => string | null): Count[] {
  const sums = new Map<string, number>()
  for (const one of all) {
    const key = keyOf(one)
    if (key !== null) sums.set(key, (sums.get(key) ?? 0) + 1)
  }
  return [...sums]
    .map(([key, count]) => ({ key, count }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
}

function gapsOf(arrivals: readonly Arrival[], asked: Asked): Gap[] {
  if (arrivals.length === 0) return []
  const byLanguage = new Map(counts(arrivals, one => one.language).map(one => [one.key, one.count]))
  const languages = asked.languages
    .map((what): Gap => ({ kind: 'language', what, count: byLanguage.get(what) ?? 0 }))
    .filter(({ count }) => count < leastShare * arrivals.length)
  return [...languages, ...areaGaps(arrivals, asked.bounds)]
}

const winds = [
  ['sw', 's', 'se'],
  ['w', 'middle', 'e'],
  ['nw', 'n', 'ne']
] as const

/** Ninths of the area's bounds from which nothing came. */
function areaGaps(arrivals: readonly Arrival[], bounds: Asked['bounds']): Gap[] {
  const places = arrivals.flatMap(one => (one.place ? [one.place] : []))
  if (!bounds || places.length < 18) return []
  const [west, south, east, north] = bounds
  const third = (value: number, from: number, to: number) =>
    Math.max(0, Math.min(2, Math.floor((3 * (value - from)) / Math.max(1e-9, to - from))))
  const heard = new Map<string, number>()
  for (const { lon, lat } of places) {
    const what = winds[third(lat, south, north)]![third(lon, west, east)]!
    heard.set(what, (heard.get(what) ?? 0) + 1)
  }
  return winds
    .flat()
    .filter(what => !heard.has(what))
    .map(what => ({ kind: 'area', what, count: 0 }))
}
