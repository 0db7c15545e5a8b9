/** What stands at one place, by votes; `''` is nothing. */
export type Slot = ReadonlyMap<string, number>

/**
 * Aligns a reading to slots so that as few votes as possible are contradicted, and adds its votes. Parts that
 * fit nowhere get slots of their own, in which all earlier readings have nothing.
 */
export function alignToSlots(
  slots: readonly Slot[],
  earlier: number,
  parts: readonly string[],
  votes: number
): Slot[] {
  const [n, m] = [slots.length, parts.length]
  const width = m + 1
  const cost = new Float64Array((n + 1) * width)
  const against = (slot: Slot, part: string) => (earlier - (slot.get(part) ?? 0)) / Math.max(1, earlier)
  for (let j = 1; j <= m; j++) cost[j] = j
  for (let i = 1; i <= n; i++) {
    const slot = slots[i - 1]!
    const skipped = against(slot, '')
    cost[i * width] = cost[(i - 1) * width]! + skipped
    for (let j = 1; j <= m; j++) {
      cost[i * width + j] = Math.min(
        cost[(i - 1) * width + j - 1]! + against(slot, parts[j - 1]!),
        cost[(i - 1) * width + j]! + skipped,
        cost[i * width + j - 1]! + 1
      )
    }
  }
  // Backwards along a cheapest way; of equal ones, a part in a slot goes before a skipped slot.
  const aligned: Slot[] = []
  let [i, j] = [n, m]
  const add = (slot: Slot, part: string) =>
    aligned.push(new Map(slot).set(part, (slot.get(part) ?? 0) + votes))
  while (i > 0 || j > 0) {
    const here = cost[i * width + j]!
    const slot = slots[i - 1]
    if (slot && j > 0 && here === cost[(i - 1) * width + j - 1]! + against(slot, parts[j - 1]!)) {
      add(slot, parts[j - 1]!)
      i--
      j--
    } else if (slot && here === cost[(i - 1) * width + j]! + against(slot, '')) {
      add(slot, '')
      i--
    } else {
      add(earlier > 0 ? new Map([['', earlier]]) : new Map(), parts[j - 1]!)
      j--
    }
  }
  return aligned.reverse()
}

/** Parts to be replaced, added or left out to turn one reading into the other (Levenshtein). */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Uint32Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = new Uint32Array(b.length + 1)
    next[0] = i
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j - 1]! + Number(a[i - 1] !== b[j - 1]), row[j]! + 1, next[j - 1]! + 1)
    }
    row = next
  }
  return row[b.length]!
}
