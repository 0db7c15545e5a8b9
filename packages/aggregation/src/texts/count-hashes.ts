/** The hashes that occur, the most frequent first, and the number of each: its place in that order. */
export interface HashCounts {
  readonly hashes: Uint32Array
  readonly frequencies: Uint32Array
  /** −1 for a hash that does not occur. */
  readonly numberOf: (hash: number) => number
}

/**
 * Counts in how many lists each hash occurs, by open addressing: the hashes are mixed well already. Ties: the lesser
 * hash first. No list may name a hash twice.
 */
export function countHashes(lists: readonly Uint32Array[]): HashCounts {
  let bits = 12
  let keys = new Uint32Array(2 ** bits)
  let counts = new Uint32Array(2 ** bits)
  let size = 0
  for (const list of lists) {
    if (2 * (size + list.length) > keys.length) grow(size + list.length)
    for (const hash of list) {
      const place = placeOf(hash)
      if (counts[place] === 0) {
        keys[place] = hash
        size++
      }
      counts[place]!++
    }
  }
  // Two numbers in one key, exact up to two million lists, sort natively.
  const order = new Float64Array(size)
  let filled = 0
  for (let place = 0; place < keys.length; place++)
    if (counts[place]! > 0) order[filled++] = (lists.length - counts[place]!) * 2 ** 32 + keys[place]!
  order.sort()
  const hashes = Uint32Array.from(order, key => key % 2 ** 32)
  const frequencies = Uint32Array.from(hashes, hash => counts[placeOf(hash)]!)
  // From here on the table holds numbers, one above, for 0 means that there is none.
  hashes.forEach((hash, number) => (counts[placeOf(hash)] = number + 1))
  return { hashes, frequencies, numberOf: hash => counts[placeOf(hash)]! - 1 }

  function placeOf(hash: number): number {
    const mask = keys.length - 1
    let place = hash & mask
    while (counts[place] !== 0 && keys[place] !== hash) place = (place + 1) & mask
    return place
  }

  function grow(wanted: number): void {
    const [oldKeys, oldCounts] = [keys, counts]
    while (2 ** bits < 4 * wanted) bits++
    keys = new Uint32Array(2 ** bits)
    counts = new Uint32Array(2 ** bits)
    oldCounts.forEach((count, place) => {
      if (count === 0) return
      const next = placeOf(oldKeys[place]!)
      keys[next] = oldKeys[place]!
      counts[next] = count
    })
  }
}
