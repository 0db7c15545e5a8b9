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
  // Groups by their hash, each at the first free place from there on; at least half of the places stay free.
  const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * counts.length + 2))).fill(-1)
  const sizes = new Float64Array(counts.length)
  const first = new Uint32Array(counts.length)
  let found = 0
  for (let b = 0; b < counts.length; b++) {
    if (starts[b] === starts[b + 1]) continue
    let place = hashOf(b) & (table.length - 1)
    while (table[place] !== -1 && !isEqual(first[table[place]!]!, b)) place = (place + 1) & (table.length - 1)
    if (table[place] === -1) {
      table[place] = found
      first[found++] = b
    }
    sizes[table[place]!]! += counts[b]!
  }
  return gather(first.subarray(0, found), sizes.slice(0, found))

  function hashOf(b: number): number {
    const end = starts[b + 1]!
    let hash = end - starts[b]!
    for (let at = starts[b]!; at < end; at++) {
      hash = Math.imul(hash ^ items[at]!, 0x9e3779b1) + (values ? values[at]! | 0 : 0)
      hash ^= hash >>> 15
    }
    return hash
  }

  function isEqual(a: number, b: number): boolean {
    const length = starts[a + 1]! - starts[a]!
    if (starts[b + 1]! - starts[b]! !== length) return false
    for (let i = 0; i < length; i++) {
      const [x, y] = [starts[a]! + i, starts[b]! + i]
      if (items[x] !== items[y] || (values && values[x] !== values[y])) return false
    }
    return true
  }

  function gather(first: Uint32Array, sizes: Float64Array): BallotLists {
    const groupStarts = new Uint32Array(first.length + 1)
    first.forEach((b, group) => (groupStarts[group + 1] = groupStarts[group]! + starts[b + 1]! - starts[b]!))
    const total = groupStarts[first.length]!
    const groupItems = new Uint32Array(total)
    const groupValues = values && new Float64Array(total)
    first.forEach((b, group) => {
      groupItems.set(items.subarray(starts[b], starts[b + 1]), groupStarts[group])
      groupValues?.set(values!.subarray(starts[b], starts[b + 1]), groupStarts[group])
    })
    return { counts: sizes, starts: groupStarts, items: groupItems, values: groupValues }
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
export function turnRound(lists: BallotLists, size: number): ItemLists {
  const { starts, ballots } = ballotsByItem(lists, size)
  const values = new Float64Array(ballots.length).fill(1)
  if (lists.values) {
    const filled = starts.slice()
    lists.items.forEach((item, at) => (values[filled[item]!++] = lists.values![at]!))
  }
  return { starts, ballots, values }
}

/** The ballots that each of `size` items is in, without what they give it. Cost: the items. */
export function ballotsByItem({ counts, starts, items }: BallotLists, size: number) {
  const itemStarts = new Uint32Array(size + 1)
  for (const item of items) itemStarts[item + 1]!++
  for (let item = 0; item < size; item++) itemStarts[item + 1]! += itemStarts[item]!
  const ballots = new Uint32Array(items.length)
  const filled = itemStarts.slice()
  for (let b = 0; b < counts.length; b++) {
    for (let at = starts[b]!; at < starts[b + 1]!; at++) ballots[filled[items[at]!]!++] = b
  }
  return { starts: itemStarts, ballots }
}
