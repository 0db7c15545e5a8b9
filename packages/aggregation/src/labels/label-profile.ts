import { fail } from '../checks.ts'
import { snap } from '../snap.ts'
import { sortedIds } from '../ties.ts'

/** The label that a worker gave to an item. A worker may label an item several times: each counts. */
export interface Label {
  readonly item: string
  readonly worker: string
  readonly label: string
}

/**
 * Labels as numbers: items, workers and classes in code-unit order stand for their places in these lists. The
 * labels of item `i` are `starts[i] … starts[i + 1] − 1`; label `l` was given by `workerOf[l]` and says
 * `classOf[l]`. Within an item, labels are in the order of workers, then classes.
 */
export interface LabelProfile {
  readonly items: readonly string[]
  readonly workers: readonly string[]
  readonly classes: readonly string[]
  readonly starts: Uint32Array
  readonly workerOf: Uint32Array
  readonly classOf: Uint32Array
}

/**
 * Reads labels: the first step to every rule that finds the truth among them.
 *
 * Items and workers are those that occur; classes too, unless they are declared, so that one nobody gave can
 * have a probability. Cost: m + n log n for m labels of n items and workers.
 *
 * Throws `RangeError` for ids that are not text, a class declared twice, a label that is not declared, more
 * than 2²⁷ items × classes.
 *
 * @example
 * labelProfile([{ item: 'photo', worker: 'ann', label: 'cat' }]).classes // → ['cat']
 */
export function labelProfile(labels: readonly Label[], classes?: readonly string[]): LabelProfile {
  const rule = 'labelProfile'
  const items = numbered(rule, 'item', labels, ({ item }) => item)
  const workers = numbered(rule, 'worker', labels, ({ worker }) => worker)
  const given = numbered(rule, 'label', labels, ({ label }) => label)
  const declared = classes ? sortedIds(classes) : given.names
  if (classes && declared.length < classes.length) fail(rule, 'classes must be distinct')
  if (items.names.length * declared.length > MOST_SHARES) {
    fail(rule, `items × classes must be at most 2²⁷, got ${items.names.length} × ${declared.length}`)
  }
  const place = new Map(declared.map((name, k) => [name, k]))
  const classPlaces = given.names.map(
    name => place.get(name) ?? fail(rule, `"${name}" is given, which is not a declared class`)
  )
  const classOf = given.of.map(k => classPlaces[k]!)
  // Three stable passes, the weightiest last, leave labels in the order of item, worker, class.
  const byClass = countingSort(null, classOf, declared.length)
  const byWorker = countingSort(byClass.order, workers.of, workers.names.length)
  const byItem = countingSort(byWorker.order, items.of, items.names.length)
  return {
    items: items.names,
    workers: workers.names,
    classes: declared,
    starts: byItem.starts,
    workerOf: byItem.order.map(l => workers.of[l]!),
    classOf: byItem.order.map(l => classOf[l]!)
  }
}

/**
 * Probabilities of all classes for all items, which every rule on labels returns, fill a gigabyte at this.
 */
const MOST_SHARES = 2 ** 27

/** The distinct ids in code-unit order, and for each label the place of its id. */
function numbered(rule: string, what: string, labels: readonly Label[], idOf: (label: Label) => string) {
  const seen = new Map<string, number>()
  const of = new Uint32Array(labels.length)
  for (let l = 0; l < labels.length; l++) {
    const id = idOf(labels[l]!)
    let place = seen.get(id)
    if (place === undefined) {
      if (typeof id !== 'string') fail(rule, `the ${what} of a label must be text, got ${String(id)}`)
      place = seen.size
      seen.set(id, place)
    }
    of[l] = place
  }
  const met = [...seen.keys()]
  const names = sortedIds(met)
  const placeOf = new Map(names.map((name, i) => [name, i]))
  const places = Uint32Array.from(met, id => placeOf.get(id)!)
  for (let l = 0; l < of.length; l++) of[l] = places[of[l]!]!
  return { names, of }
}

/** A stable sort of labels by small keys; `starts` tells where each key begins. */
function countingSort(order: Uint32Array | null, keys: Uint32Array, size: number) {
  const starts = new Uint32Array(size + 1)
  for (const key of keys) starts[key + 1]!++
  for (let key = 0; key < size; key++) starts[key + 1]! += starts[key]!
  const next = starts.slice()
  const sorted = new Uint32Array(keys.length)
  for (let at = 0; at < keys.length; at++) {
    const label = order ? order[at]! : at
    sorted[next[keys[label]!]!++] = label
  }
  return { order: sorted, starts }
}

/** For every item the share of each class among its labels, row by row. */
export function voteShares({ items, classes, starts, classOf }: LabelProfile): Float64Array {
  const size = classes.length
  const shares = new Float64Array(items.length * size)
  for (let i = 0; i < items.length; i++) {
    for (let l = starts[i]!; l < starts[i + 1]!; l++) shares[i * size + classOf[l]!]!++
    for (let k = 0; k < size; k++)
      shares[i * size + k] = snap(shares[i * size + k]! / (starts[i + 1]! - starts[i]!))
  }
  return shares
}

/** How many labels each worker gave. */
export function labelsByWorker({ workers, workerOf }: LabelProfile): Uint32Array {
  const counts = new Uint32Array(workers.length)
  for (const worker of workerOf) counts[worker]!++
  return counts
}
