import type { JsonObject } from '../ledger/canonical.ts'

/** A response as merging and undoing see it; at the source of a merge, or at its target. */
export interface Held {
  readonly target: string
  readonly kind: string
  readonly responder: string
  /** One for all parts that belong together: an account and the guests it claimed. */
  readonly person: string
  readonly responseId: string
  readonly body: JsonObject
  readonly state: 'counted' | 'taken-back' | 'superseded'
  readonly erased: boolean
  readonly channel: string
  readonly givenAt: Date
  readonly carriedFrom: string | null
  readonly carriedTo: string | null
  /** Stands for the responder in public. */
  readonly alias: string
}

const placeOf = ({ person, kind }: Held) => `${person} ${kind}`

/** The earlier first, so that of a person's two the earlier is carried. */
const byTime = (a: Held, b: Held) =>
  a.givenAt.getTime() - b.givenAt.getTime() || (a.responseId < b.responseId ? -1 : 1)

/**
 * Which of the responses at the sources go along to the target: one a person and kind, unless that person responds to the
 * target already or wrote it. All at the sources leave the count, those that do not go along too.
 */
export function carried(atSources: readonly Held[], atTarget: readonly Held[], authors: ReadonlySet<string>) {
  const taken = new Set(atTarget.filter(one => one.state === 'counted').map(placeOf))
  return atSources
    .filter(one => one.state === 'counted')
    .toSorted(byTime)
    .filter(one => {
      if (authors.has(one.person) || taken.has(placeOf(one))) return false
      taken.add(placeOf(one))
      return true
    })
}

/** What undoing a merge does to responses. */
export interface GivenBack {
  /** Counted at the target because they came from here: they leave it. */
  readonly leaving: readonly Held[]
  /** The same, but the person supports another contribution that was merged there: they stay for that one's sake. */
  readonly staying: readonly { readonly held: Held; readonly from: string }[]
  /** Counted at the source again. */
  readonly restored: readonly Held[]
  /** Not counted again: the person withdrew it from the target meanwhile. */
  readonly withdrawn: readonly Held[]
}

/**
 * What was there before the merge of `source` into `target`, less what people withdrew since.
 *
 * @param atSource what the merge took out of the count there
 * @param elsewhere what merges of others into the same target took out of the count
 */
export function givenBack(
  source: string,
  atSource: readonly Held[],
  atTarget: readonly Held[],
  elsewhere: readonly Held[]
): GivenBack {
  const there = new Map(atTarget.map(one => [placeOf(one), one]))
  for (const one of atTarget) if (one.state === 'counted') there.set(placeOf(one), one)
  const others = new Map(elsewhere.map(one => [placeOf(one), one.target]))
  const leaving: Held[] = []
  const staying: { held: Held; from: string }[] = []
  const restored: Held[] = []
  const withdrawn: Held[] = []
  const seen = new Set<string>()
  for (const one of atSource.toSorted(byTime)) {
    // Two parts of one person, since claimed: one of them counts.
    if (seen.size === seen.add(placeOf(one)).size) continue
    const now = there.get(placeOf(one))
    if (now?.state === 'taken-back') {
      withdrawn.push(one)
      continue
    }
    restored.push(one)
    if (now?.state !== 'counted' || now.carriedFrom !== source) continue
    const other = others.get(placeOf(one))
    if (other === undefined) leaving.push(now)
    else staying.push({ held: now, from: other })
  }
  return { leaving, staying, restored, withdrawn }
}
