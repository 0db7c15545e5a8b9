import type { ComparisonProfile } from './comparison-profile.ts'

/** The number of the component of each item, where a comparison joins its two items. */
export function joinedComponents({ items, first, second }: ComparisonProfile): Uint32Array {
  const parent = Uint32Array.from(items.keys())
  const root = (item: number): number => {
    while (parent[item] !== item) {
      parent[item] = parent[parent[item]!]!
      item = parent[item]!
    }
    return item
  }
  for (let p = 0; p < first.length; p++) {
    const a = root(first[p]!)
    const b = root(second[p]!)
    parent[Math.max(a, b)] = Math.min(a, b)
  }
  return parent.map((_, item) => root(item))
}

/**
 * The sets of items within which everybody has won, over however many steps, against everybody else: strongly
 * connected components of "has won against". With more than one of them, ratings without a penalty run away.
 */
export function winningComponents(profile: ComparisonProfile): string[][] {
  const { items, first, second, wins, losses } = profile
  const n = items.length
  const forth: number[][] = items.map(() => [])
  const back: number[][] = items.map(() => [])
  const link = (winner: number, loser: number) => {
    forth[winner]!.push(loser)
    back[loser]!.push(winner)
  }
  for (let p = 0; p < first.length; p++) {
    if (wins[p]! > 0) link(first[p]!, second[p]!)
    if (losses[p]! > 0) link(second[p]!, first[p]!)
  }
  // Kosaraju: in reverse order of finishing, what is reached backwards belongs together.
  const finished: number[] = []
  const seen = new Uint8Array(n)
  for (let start = 0; start < n; start++) walk(start, forth, seen, finished)
  const taken = new Uint8Array(n)
  const components: string[][] = []
  for (const start of finished.reverse()) {
    const reached: number[] = []
    walk(start, back, taken, reached)
    if (reached.length > 0) components.push(reached.sort((a, b) => a - b).map(item => items[item]!))
  }
  return components.sort((a, b) => (a[0]! < b[0]! ? -1 : 1))
}

/** Appends to `finished` what is reached from `start` and not yet seen, each after all it leads to. */
function walk(start: number, links: readonly number[][], seen: Uint8Array, finished: number[]): void {
  if (seen[start]) return
  seen[start] = 1
  const path = [start]
  const next = [0]
  while (path.length > 0) {
    const top = path.length - 1
    const item = path[top]!
    const to = links[item]![next[top]!++]
    if (to === undefined) {
      finished.push(item)
      path.pop()
      next.pop()
    } else if (!seen[to]) {
      seen[to] = 1
      path.push(to)
      next.push(0)
    }
  }
}
