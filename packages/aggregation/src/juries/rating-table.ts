import { checkModerate, fail } from '../checks.ts'
import { sortedIds } from '../ties.ts'

/** What a judge gave an entry: more is better. */
export interface JudgeRating {
  readonly judge: string
  readonly entry: string
  readonly value: number
}

/** Ratings as numbers, in the order of entries, then judges, which stand for their places in these lists. */
export interface RatingTable {
  readonly judges: readonly string[]
  readonly entries: readonly string[]
  readonly judgeOf: Uint32Array
  readonly entryOf: Uint32Array
  readonly values: Float64Array
  readonly byJudge: Uint32Array
  readonly byEntry: Uint32Array
}

/** Reads ratings. Throws for values beyond 10¹⁰⁰ or no numbers, and for a judge who rates an entry twice. */
export function ratingTable(rule: string, ratings: readonly JudgeRating[]): RatingTable {
  for (const { judge, entry, value } of ratings) {
    if (typeof judge !== 'string' || typeof entry !== 'string') fail(rule, 'judges and entries must be text')
    checkModerate(rule, `the rating of "${entry}" by "${judge}"`, value)
  }
  const judges = sortedIds(ratings.map(({ judge }) => judge))
  const entries = sortedIds(ratings.map(({ entry }) => entry))
  const judgePlace = new Map(judges.map((id, j) => [id, j]))
  const entryPlace = new Map(entries.map((id, e) => [id, e]))
  const rows = ratings
    .map(({ judge, entry, value }) => ({ j: judgePlace.get(judge)!, e: entryPlace.get(entry)!, value }))
    .sort((a, b) => a.e - b.e || a.j - b.j)
  const byJudge = new Uint32Array(judges.length)
  const byEntry = new Uint32Array(entries.length)
  rows.forEach(({ j, e }, r) => {
    const before = rows[r - 1]
    if (before?.j === j && before.e === e) fail(rule, `"${judges[j]}" rates "${entries[e]}" twice`)
    byJudge[j]!++
    byEntry[e]!++
  })
  return {
    judges,
    entries,
    judgeOf: Uint32Array.from(rows, ({ j }) => j),
    entryOf: Uint32Array.from(rows, ({ e }) => e),
    values: Float64Array.from(rows, ({ value }) => value),
    byJudge,
    byEntry
  }
}

/**
 * The number of the part that each entry belongs to, where a common judge joins two entries; and how many
 * parts there are.
 */
export function partsOf({ judges, entries, judgeOf, entryOf }: RatingTable): {
  of: Uint32Array
  count: number
} {
  const parent = Uint32Array.from({ length: entries.length + judges.length }, (_, i) => i)
  const root = (node: number): number => {
    while (parent[node] !== node) {
      parent[node] = parent[parent[node]!]!
      node = parent[node]!
    }
    return node
  }
  judgeOf.forEach((judge, r) => {
    const [a, b] = [root(entryOf[r]!), root(entries.length + judge)]
    parent[Math.max(a, b)] = Math.min(a, b)
  })
  const numbers = new Map<number, number>()
  const of = Uint32Array.from(entries, (_, e) => {
    const top = root(e)
    if (!numbers.has(top)) numbers.set(top, numbers.size)
    return numbers.get(top)!
  })
  return { of, count: numbers.size }
}
