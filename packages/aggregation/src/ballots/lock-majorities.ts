import { report, type Watch } from '../watch.ts'

/** A majority of option number `from` over option number `to`. */
export interface Link {
  readonly from: number
  readonly to: number
  readonly strength: number
}

/**
 * What locking led to: the options undefeated in some order, the links locked in some order and those skipped
 * in some (as `from * n + to`), and whether all orders were followed.
 */
export interface Locking {
  readonly undefeated: ReadonlySet<number>
  readonly locked: ReadonlySet<number>
  readonly skipped: ReadonlySet<number>
  readonly complete: boolean
}

/** Locks the links one by one in the given order, skipping each that would close a cycle. */
export function lockInOrder(n: number, links: readonly Link[]): Locking {
  const reach = new Uint8Array(n * n)
  const locked = new Set<number>()
  const skipped = new Set<number>()
  for (const link of links) {
    if (leadsBack(reach, n, link)) skipped.add(link.from * n + link.to)
    else {
      locked.add(link.from * n + link.to)
      lock(reach, n, link)
    }
  }
  return { undefeated: new Set(undefeatedIn(reach, n)), locked, skipped, complete: true }
}

/**
 * Locks the links, given from the strongest down, in every order of those of equal strength. What is locked
 * so far fixes all that follows, so each such state is visited once, and `bound` states at most.
 */
export function lockInEveryOrder(n: number, links: readonly Link[], bound: number, watch: Watch): Locking {
  const classes = [...Map.groupBy(links, link => link.strength).values()]
  const undefeated = new Set<number>()
  const locked = new Set<number>()
  const skipped = new Set<number>()
  const visited = new Set<string>()
  const open = [{ level: 0, reach: new Uint8Array(n * n) }]
  while (open.length > 0 && visited.size < bound) {
    const state = open.pop()!
    let contested: Link[] = []
    // Classes whose order is of no consequence are locked at once; only states with a choice are remembered.
    for (; state.level < classes.length && contested.length === 0; state.level++) {
      const equals = classes[state.level]!
      contested = lockUncontested(state.reach, n, equals)
      if (contested.length > 0) break
      for (const link of equals)
        (leadsBack(state.reach, n, link) ? skipped : locked).add(link.from * n + link.to)
    }
    if (contested.length === 0) {
      for (const option of undefeatedIn(state.reach, n)) undefeated.add(option)
      continue
    }
    const key = keyOf(state.level, state.reach)
    if (visited.has(key)) continue
    visited.add(key)
    if (visited.size % 1000 === 0) report(watch, visited.size, bound)
    for (const link of contested) {
      const next = Uint8Array.from(state.reach)
      lock(next, n, link)
      open.push({ level: state.level, reach: next })
    }
  }
  return { undefeated, locked, skipped, complete: open.length === 0 }
}

/** A state as text, 16 cells to a character. */
function keyOf(level: number, reach: Uint8Array): string {
  let key = `${level}:`
  for (let from = 0; from < reach.length; from += 16) {
    let bits = 0
    for (let i = from; i < from + 16 && i < reach.length; i++) bits = bits * 2 + reach[i]!
    key += String.fromCharCode(bits)
  }
  return key
}

/**
 * Locks the links that lie on no cycle with their equals; returns those that do, and that no locked link
 * settles.
 */
function lockUncontested(reach: Uint8Array, n: number, equals: readonly Link[]): Link[] {
  const undecided = equals.filter(link => !leadsBack(reach, n, link) && reach[link.from * n + link.to] === 0)
  const all = Uint8Array.from(reach)
  for (const link of undecided) lock(all, n, link)
  for (const link of undecided) if (!leadsBack(all, n, link)) lock(reach, n, link)
  return undecided.filter(link => leadsBack(all, n, link) && reach[link.from * n + link.to] === 0)
}

function leadsBack(reach: Uint8Array, n: number, { from, to }: Link): boolean {
  return reach[to * n + from] === 1
}

/** Adds a link and all paths over it. */
function lock(reach: Uint8Array, n: number, { from, to }: Link): void {
  if (reach[from * n + to] === 1) return
  for (let a = 0; a < n; a++) {
    if (a !== from && reach[a * n + from] === 0) continue
    reach[a * n + to] = 1
    for (let b = 0; b < n; b++) if (reach[to * n + b] === 1) reach[a * n + b] = 1
  }
}

function undefeatedIn(reach: Uint8Array, n: number): number[] {
  const options = Array.from({ length: n }, (_, option) => option)
  return options.filter(b => options.every(a => a === b || reach[a * n + b] === 0))
}
