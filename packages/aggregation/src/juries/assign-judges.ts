import { checkDistinctIds, checkWhole, fail } from '../checks.ts'
import { drawOrder } from '../draw-order.ts'
import type { Random } from '../random.ts'
import { compareIds, sortedIds } from '../ties.ts'

/** A judge, and how many entries they will look at most. */
export interface AvailableJudge {
  readonly id: string
  readonly most?: number
}

/** Whom an entry must not be shown to: its author, their teacher, their family. */
export interface Conflict {
  readonly judge: string
  readonly entry: string
}

/** How entries are dealt. */
export interface AssignmentSettings {
  readonly perEntry: number
  readonly random: Random
  readonly conflicts?: readonly Conflict[]
}

/** Who looks at what, how evenly, and whether all entries can be compared. */
export interface Assignment {
  readonly kind: 'assigned'
  readonly entries: readonly { readonly id: string; readonly judges: readonly string[] }[]
  readonly judges: readonly { readonly id: string; readonly entries: readonly string[] }[]
  /** Parts of the entries that no common judge joins: 1 is what `judgeModel` needs. */
  readonly parts: number
  /** Judges exchanged to join parts. */
  readonly exchanges: number
  readonly seed: string
}

/** There are not judges enough: these entries have too few, however they are dealt. */
export interface NoAssignment {
  readonly kind: 'no-assignment'
  readonly short: readonly { readonly entry: string; readonly have: number; readonly need: number }[]
}

/**
 * Assignment of judges: who should look at which entries, so that loads are even, nobody judges a friend, and
 * judges can be compared?
 *
 * Each entry gets its judges over a least-cost flow in which every further entry costs a judge more, so no
 * dealing is more even. Among equally busy judges the one is taken who has met the entry's other judges
 * least, and judges are exchanged until common judges join all entries, as far as conflicts allow.
 *
 * Ties: broken by the generator, whose seed is reported; ids have no influence beyond that. Gaps: where
 * judges do not suffice the outcome is `no-assignment` and says where; entries that cannot be joined are told
 * by `parts`. Cost: entries × judges × judges an entry, more where conflicts are many.
 *
 * Throws `RangeError` for ids that repeat, conflicts of unknown ones, numbers that are not whole.
 *
 * Source: N. J. A. Harvey, R. E. Ladner, L. Lovász, T. Tamir, "Semi-matchings for bipartite graphs and load
 * balancing", Journal of Algorithms 59 (2006), 53–78, § 4; blocks: R. A. Bailey, "Design of comparative
 * experiments", 2008, § 11.
 *
 * @example
 * assignJudges([{ id: 'ann' }, { id: 'bob' }, { id: 'eve' }], ['a', 'b', 'c'], {
 *   perEntry: 2, random: seededRandom('deal'), conflicts: [{ judge: 'ann', entry: 'a' }]
 * }).entries[0].judges
 * // → ['bob', 'eve']
 */
export function assignJudges(
  judges: readonly AvailableJudge[],
  entries: readonly string[],
  { perEntry, random, conflicts = [] }: AssignmentSettings
): Assignment | NoAssignment {
  const rule = 'assignJudges'
  checkDistinctIds(rule, 'entries', entries)
  checkDistinctIds(
    rule,
    'judges',
    judges.map(({ id }) => id)
  )
  checkWhole(rule, 'perEntry', perEntry, 1)
  for (const { id, most = 0 } of judges) checkWhole(rule, `most of "${id}"`, most)
  const judgeOrder = drawOrder(
    judges.map(({ id }) => id),
    random
  ).order
  const entryOrder = drawOrder(entries, random).order
  const deal = new Deal(judges, judgeOrder, entryOrder, barred(rule, judgeOrder, entryOrder, conflicts))
  const short: { entry: string; have: number; need: number }[] = []
  for (let round = 0; round < perEntry; round++) {
    for (let e = 0; e < entryOrder.length; e++) deal.addJudge(e)
  }
  entryOrder.forEach((entry, e) => {
    const have = deal.judgesOf[e]!.size
    if (have < perEntry) short.push({ entry, have, need: perEntry })
  })
  if (short.length > 0) {
    return { kind: 'no-assignment', short: short.sort((a, b) => compareIds(a.entry, b.entry)) }
  }
  const exchanges = deal.join()
  const ofEntry = entryOrder.map((id, e) => ({
    id,
    judges: sortedIds([...deal.judgesOf[e]!].map(j => judgeOrder[j]!))
  }))
  const ofJudge = judgeOrder.map((id, j) => ({
    id,
    entries: sortedIds([...deal.entriesOf[j]!].map(e => entryOrder[e]!))
  }))
  return {
    kind: 'assigned',
    entries: ofEntry.sort((a, b) => compareIds(a.id, b.id)),
    judges: ofJudge.sort((a, b) => compareIds(a.id, b.id)),
    parts: new Set(deal.parts()).size,
    exchanges,
    seed: random.seed
  }
}

/** For each entry the judges who must not see it. */
function barred(
  rule: string,
  judges: readonly string[],
  entries: readonly string[],
  conflicts: readonly Conflict[]
): Set<number>[] {
  const judgePlace = new Map(judges.map((id, j) => [id, j]))
  const entryPlace = new Map(entries.map((id, e) => [id, e]))
  const of = entries.map(() => new Set<number>())
  for (const { judge, entry } of conflicts) {
    const j = judgePlace.get(judge) ?? fail(rule, `"${judge}" has a conflict, who is not a judge`)
    const e = entryPlace.get(entry) ?? fail(rule, `"${entry}" has a conflict, which is not an entry`)
    of[e]!.add(j)
  }
  return of
}

/** Judges and entries by their places in the drawn orders, while they are dealt. */
class Deal {
  readonly judgesOf: Set<number>[]
  readonly entriesOf: Set<number>[]
  readonly #most: number[]
  readonly #barred: readonly ReadonlySet<number>[]
  /** How often two judges look at one entry, by judge × judge. */
  readonly #met: Uint32Array

  constructor(
    judges: readonly AvailableJudge[],
    judgeOrder: readonly string[],
    entryOrder: readonly string[],
    barred: readonly ReadonlySet<number>[]
  ) {
    const limits = new Map(judges.map(({ id, most }) => [id, most ?? Infinity]))
    this.#most = judgeOrder.map(id => limits.get(id)!)
    this.#barred = barred
    this.judgesOf = entryOrder.map(() => new Set())
    this.entriesOf = judgeOrder.map(() => new Set())
    this.#met = new Uint32Array(judgeOrder.length ** 2)
  }

  /** Gives an entry one more judge, along a path of exchanges to the least busy judge there is a path to. */
  addJudge(entry: number): void {
    const from = new Int32Array(this.entriesOf.length).fill(-2)
    const lent = new Int32Array(this.entriesOf.length)
    const waiting: number[] = []
    const reach = (e: number, by: number) => {
      for (let j = 0; j < from.length; j++) {
        if (from[j] !== -2 || this.#barred[e]!.has(j) || this.judgesOf[e]!.has(j)) continue
        from[j] = by
        lent[j] = e
        waiting.push(j)
      }
    }
    reach(entry, -1)
    const direct = waiting.length
    const idlest = Math.min(
      ...this.entriesOf
        .keys()
        .filter(j => this.#free(j))
        .map(j => this.entriesOf[j]!.size)
    )
    const nobodyIsIdler = waiting.some(j => this.#free(j) && this.entriesOf[j]!.size === idlest)
    // Every judge is reached once at most, which bounds the search.
    for (let at = 0; at < waiting.length && !nobodyIsIdler; at++) {
      for (const e of this.entriesOf[waiting[at]!]!) reach(e, waiting[at]!)
    }
    let best = -1
    waiting.forEach((j, at) => {
      if (!this.#free(j) || (best >= 0 && !this.#before(entry, j, best, at < direct))) return
      best = j
    })
    for (let j = best; j >= 0;) {
      const by = from[j]!
      if (by >= 0) this.#take(lent[j]!, by)
      this.#give(lent[j]!, j)
      j = by
    }
  }

  /**
   * Whether a judge should come before the best so far: less busy, or as busy and having met the others less.
   */
  #before(entry: number, j: number, best: number, direct: boolean): boolean {
    const difference = this.entriesOf[j]!.size - this.entriesOf[best]!.size
    if (difference !== 0 || !direct) return difference < 0
    return this.#meetings(entry, j) < this.#meetings(entry, best)
  }

  #free(j: number): boolean {
    return this.entriesOf[j]!.size < this.#most[j]!
  }

  #meetings(entry: number, j: number): number {
    let sum = 0
    for (const other of this.judgesOf[entry]!) sum += this.#met[other * this.entriesOf.length + j]!
    return sum
  }

  #give(entry: number, j: number): void {
    this.#meet(entry, j, 1)
    this.judgesOf[entry]!.add(j)
    this.entriesOf[j]!.add(entry)
  }

  #take(entry: number, j: number): void {
    this.judgesOf[entry]!.delete(j)
    this.entriesOf[j]!.delete(entry)
    this.#meet(entry, j, -1)
  }

  #meet(entry: number, j: number, by: number): void {
    const n = this.entriesOf.length
    for (const other of this.judgesOf[entry]!) {
      this.#met[other * n + j]! += by
      this.#met[j * n + other]! += by
    }
  }

  /** The number of the part of each entry. */
  parts(): number[] {
    const part = new Array<number>(this.judgesOf.length).fill(-1)
    for (let start = 0; start < part.length; start++) {
      if (part[start]! >= 0) continue
      const waiting = [start]
      part[start] = start
      for (let e = waiting.pop(); e !== undefined; e = waiting.pop()) {
        for (const j of this.judgesOf[e]!) {
          for (const other of this.entriesOf[j]!) {
            if (part[other]! >= 0) continue
            part[other] = start
            waiting.push(other)
          }
        }
      }
    }
    return part
  }

  /** Exchanges judges between entries of different parts while that leaves fewer parts; returns how often. */
  join(): number {
    let exchanges = 0
    // Each exchange leaves one part less, so there are fewer of them than entries.
    while (this.#joinTwo()) exchanges++
    return exchanges
  }

  #joinTwo(): boolean {
    const part = this.parts()
    const count = new Set(part).size
    if (count === 1) return false
    for (let a = 0; a < part.length; a++) {
      for (let b = a + 1; b < part.length; b++) {
        if (part[a] === part[b]) continue
        for (const x of [...this.judgesOf[a]!]) {
          for (const y of [...this.judgesOf[b]!]) {
            if (this.#barred[a]!.has(y) || this.#barred[b]!.has(x)) continue
            this.#exchange(a, x, b, y)
            if (new Set(this.parts()).size < count) return true
            this.#exchange(a, y, b, x)
          }
        }
      }
    }
    return false
  }

  #exchange(a: number, x: number, b: number, y: number): void {
    this.#take(a, x)
    this.#take(b, y)
    this.#give(a, y)
    this.#give(b, x)
  }
}
