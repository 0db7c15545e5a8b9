/** The name that differs least from what was typed, by insertions, deletions and replacements; none if all are far off. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const far = Math.max(2, Math.floor(typed.length / 3))
  const ranked = names
    .map(name => ({ name, distance: levenshtein(typed, name) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best && best.distance <= far ? best.name : undefined
}

/** Levenshtein (1966), by rows: O(n·m) time, O(m) memory. */
function levenshtein(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, n) => n)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[to.length]!
}
