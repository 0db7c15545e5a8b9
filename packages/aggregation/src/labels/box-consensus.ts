import { checkBetween, checkFinite, checkPositive, checkWhole, fail } from '../checks.ts'
import { compareIds, sortedIds, type TooLarge } from '../ties.ts'
import { densityClusters } from './density-clusters.ts'

/** A box that a worker drew: its upper left corner, width and height, all in one unit. */
export interface BoxLabel {
  readonly worker: string
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What counts as one thing. */
export interface BoxSettings {
  /**
   * Common area, as a share of the area of both boxes together, from which they show the same; ½ unless
   * given.
   */
  readonly overlap?: number
  /** Different workers who make a thing; 2 unless given. */
  readonly least?: number
  /** Boxes at most, for each is compared with each; 10,000 unless given. */
  readonly most?: number
}

/**
 * A thing: the median of each edge of its boxes, who drew it, and the least overlap of one of them with it.
 */
export interface ThingFound {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly workers: readonly string[]
  readonly boxes: number
  readonly leastOverlap: number
}

/** Things, those drawn by most workers first, and the boxes that belong to none. */
export interface BoxConsensus {
  readonly kind: 'things'
  readonly things: readonly ThingFound[]
  readonly alone: readonly BoxLabel[]
}

/**
 * Consensus on boxes: which things did several people frame in a picture, and where exactly?
 *
 * Boxes that overlap enough gather; the edges of each thing are medians, so one careless frame moves none of
 * them. Who draws one thing twice counts once. Prefer `pointConsensus` for places on a map.
 *
 * Ties: a box that overlaps two things belongs to that with which a box overlaps it most. Gaps: no boxes have
 * no things; more than `most` are `too-large`. Cost: n².
 *
 * Throws `RangeError` for boxes without area, an overlap outside 0 … 1 (0 excluded).
 *
 * Source: overlap: M. Everingham et al., "The PASCAL visual object classes challenge", IJCV 88 (2010),
 * 303–338, § 4.2; gathering: M. Ester et al., KDD 1996.
 *
 * @example
 * boxConsensus([
 *   { worker: 'ann', left: 0, top: 0, width: 10, height: 10 }, { worker: 'bob', left: 1, top: 0, width: 10, height: 10 },
 *   { worker: 'eve', left: 2, top: 0, width: 10, height: 10 }
 * ]).things[0].left
 * // → 1
 */
export function boxConsensus(
  boxes: readonly BoxLabel[],
  { overlap = 0.5, least = 2, most = 10_000 }: BoxSettings = {}
): BoxConsensus | TooLarge {
  const rule = 'boxConsensus'
  checkPositive(rule, 'overlap', overlap)
  checkBetween(rule, 'overlap', overlap, 0, 1)
  checkWhole(rule, 'least', least, 1)
  checkWhole(rule, 'most', most, 1)
  for (const { worker, left, top, width, height } of boxes) {
    if (typeof worker !== 'string') fail(rule, `workers must be text, got ${String(worker)}`)
    checkFinite(rule, `left of "${worker}"`, left)
    checkFinite(rule, `top of "${worker}"`, top)
    checkPositive(rule, `width of "${worker}"`, width)
    checkPositive(rule, `height of "${worker}"`, height)
  }
  if (boxes.length > most) return { kind: 'too-large', have: boxes.length, most }
  const inOrder = [...boxes].sort(
    (a, b) =>
      a.top - b.top ||
      a.left - b.left ||
      a.width - b.width ||
      a.height - b.height ||
      compareIds(a.worker, b.worker)
  )
  const near = (i: number) =>
    inOrder
      .map((box, place) => ({ place, distance: 1 - overlapOf(inOrder[i]!, box) }))
      .filter(({ distance }) => distance <= 1 - overlap)
  const clusters = densityClusters(
    inOrder.map(({ worker }) => worker),
    near,
    least
  )
  const groups = Map.groupBy(inOrder.keys(), i => clusters[i]!)
  const alone = (groups.get(-1) ?? []).map(i => ({ ...inOrder[i]! }))
  groups.delete(-1)
  const things = [...groups.values()].map(places => thingOf(places.map(i => inOrder[i]!)))
  things.sort((a, b) => b.workers.length - a.workers.length || a.top - b.top || a.left - b.left)
  return { kind: 'things', things, alone }
}

type Box = Omit<BoxLabel, 'worker'>

/** The common area of two boxes as a share of the area of both together. */
function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  const common = Math.max(0, width) * Math.max(0, height)
  return common / (a.width * a.height + b.width * b.height - common)
}

function thingOf(boxes: readonly BoxLabel[]): ThingFound {
  const left = middle(boxes.map(box => box.left))
  const top = middle(boxes.map(box => box.top))
  const box = {
    left,
    top,
    width: middle(boxes.map(box => box.left + box.width)) - left,
    height: middle(boxes.map(box => box.top + box.height)) - top
  }
  return {
    ...box,
    workers: sortedIds(boxes.map(({ worker }) => worker)),
    boxes: boxes.length,
    leastOverlap: Math.min(...boxes.map(own => overlapOf(own, box)))
  }
}

/** The median; the mean of the middle two for an even number. */
function middle(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}
