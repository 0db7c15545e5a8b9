/**
 * Ballots as lists of numbers one after the other: ballot `b` is `items[starts[b]] … items[starts[b + 1] −
 * 1]`.
 */
export interface BallotLists {
  readonly counts: Float64Array
  readonly starts: Uint32Array
  /** Ascending within each ballot. */
  readonly items: Uint32Array
  /** What the ballot gives to each item; left out when it gives the same to all. */
  readonly values?: Float64Array
}

/**
 * Joins ballots that are equal: groups in the order of their first ballot, with the people of each. Ballots
 * without items are left out. Cost: the items.
 */
export function mergeEqualBallots({ counts, starts, items, values }: BallotLists): BallotLists {
  const buckets = new Map<number, number[]>()
  const sizes: number[] = []
  const first: number[] = []
  for (let b = 0; b < counts.length; b++) {
    const start = starts[b]!
    const end = starts[b + 1]!
    if (start === end) continue
    let hash = end - start
    for (let at = start; at < end; at++) {
      hash = Math.imul(hash ^ items[at]!, 0x9e3779b1) + (values ? values[at]! | 0 : 0)
      hash ^= hash >>> 15
    }
    const bucket = buckets.get(hash)
    const known = bucket?.find(group => isEqual(first[group]!, b))
    if (known === undefined) {
      if (bucket) bucket.push(sizes.length)
      else buckets.set(hash, [sizes.length])
      first.push(b)
      sizes.push(counts[b]!)
    } else sizes[known]! += counts[b]!
  }
  return gather()

  function isEqual(a: number, b: number): boolean {
    const length = starts[a + 1]! - starts[a]!
    if (starts[b + 1]! - starts[b]! !== length) return false
    for (let i = 0; i < length; i++) {
      const [x, y] = [starts[a]! + i, starts[b]! + i]
      if (items[x] !== items[y] || (values && values[x] !== values[y])) return false
    }
    return true
  }

  function gather(): BallotLists {
    const groupStarts = new Uint32Array(first.length + 1)
    first.forEach((b, group) => (groupStarts[group + 1] = groupStarts[group]! + starts[b + 1]! - starts[b]!))
    const total = groupStarts[first.length]!
    const groupItems = new Uint32Array(total)
    const groupValues = values && new Float64Array(total)
    first.forEach((b, group) => {
      groupItems.set(items.subarray(starts[b], starts[b + 1]), groupStarts[group])
      groupValues?.set(values!.subarray(starts[b], starts[b + 1]), groupStarts[group])
    })
    return { counts: Float64Array.from(sizes), starts: groupStarts, items: groupItems, values: groupValues }
  }
}

/**
 * The lists turned round: item `i` is in the ballots `ballots[starts[i]] …`, which give it `values[starts[i]]
 * …`.
 */
export interface ItemLists {
  readonly starts: Uint32Array
  readonly ballots: Uint32Array
  readonly values: Float64Array
}

/** Turns the lists round, over `size` items. Cost: the items. */
export function turnRound({ counts, starts, items, values }: BallotLists, size: number): ItemLists {
  const itemStarts = new Uint32Array(size + 1)
  for (const item of items) itemStarts[item + 1]!++
  for (let item = 0; item < size; item++) itemStarts[item + 1]! += itemStarts[item]!
  const ballots = new Uint32Array(items.length)
  const itemValues = new Float64Array(items.length).fill(1)
  const filled = itemStarts.slice()
  for (let b = 0; b < counts.length; b++) {
    for (let at = starts[b]!; at < starts[b + 1]!; at++) {
      const place = filled[items[at]!]!++
      ballots[place] = b
      if (values) itemValues[place] = values[at]!
    }
  }
  return { starts: itemStarts, ballots, values: itemValues }
}
