import { checkDistinctIds, checkWhole, fail } from '../checks.ts'
import { sortedIds } from '../ties.ts'

/**
 * A ranking from the best down. Options at one level stand side by side in a list of their own; options left
 * out are below all others. `count` people cast the ballot, 1 unless given.
 */
export interface RankedBallot {
  readonly ranking: readonly (string | readonly string[])[]
  readonly count?: number
}

/**
 * Ranked ballots as numbers: options in code-unit order stand for their places in `options`. Ballot `b` was
 * cast by `counts[b]` people and ranks `order[starts[b]] … order[starts[b + 1] − 1]`, whose levels (0 is the
 * best) are in `levels`.
 */
export interface RankedProfile {
  readonly options: readonly string[]
  readonly voters: number
  readonly counts: Float64Array
  readonly starts: Uint32Array
  readonly order: Uint32Array
  readonly levels: Uint32Array
}

/**
 * Reads ranked ballots: the first step to every rule that starts from rankings.
 *
 * Levels may be shared and options left out; a ballot that ranks nothing counts as a voter who leaves all
 * options level. Rules that cannot use shared levels (`instantRunoff`, `scottishStv`, `plurality`) refuse
 * them: see `truncateAtTies`. Cost: the number of ranked places.
 *
 * Throws `RangeError` without options, for an unknown option, one ranked twice in a ballot, a count that is
 * not a whole number above 0, more than 2⁵³ voters.
 *
 * @example
 * rankedProfile(['b', 'a'], [{ ranking: ['b', 'a'], count: 3 }, { ranking: [['a', 'b']] }]).voters // → 4
 */
export function rankedProfile(options: readonly string[], ballots: readonly RankedBallot[]): RankedProfile {
  const rule = 'rankedProfile'
  const index = optionIndex(rule, options)
  const starts = new Uint32Array(ballots.length + 1)
  ballots.forEach(({ ranking }, b) => {
    let places = 0
    for (const level of ranking) places += typeof level === 'string' ? 1 : level.length
    starts[b + 1] = starts[b]! + places
  })
  const order = new Uint32Array(starts[ballots.length]!)
  const levels = new Uint32Array(order.length)
  const lastBallot = new Int32Array(options.length).fill(-1)
  ballots.forEach(({ ranking }, b) => {
    let at = starts[b]!
    const place = (id: string, level: number) => {
      const option = index.get(id)
      if (option === undefined) fail(rule, `ballot ${b} ranks "${id}", which is not an option`)
      if (lastBallot[option] === b) fail(rule, `ballot ${b} ranks "${id}" twice`)
      lastBallot[option] = b
      order[at] = option
      levels[at++] = level
    }
    ranking.forEach((ids, level) => {
      if (typeof ids === 'string') place(ids, level)
      else for (const id of ids) place(id, level)
    })
  })
  return { options: [...index.keys()], ...voterCounts(rule, ballots), starts, order, levels }
}

/** Options in code-unit order with their numbers. Throws when there are none or an id occurs twice. */
export function optionIndex(rule: string, options: readonly string[]): Map<string, number> {
  if (options.length === 0) fail(rule, 'there must be at least one option')
  checkDistinctIds(rule, 'options', options)
  return new Map(sortedIds(options).map((id, i) => [id, i]))
}

/** How many people cast each ballot, and all together. */
export function voterCounts(
  rule: string,
  ballots: readonly { readonly count?: number }[]
): { voters: number; counts: Float64Array } {
  const counts = new Float64Array(ballots.length)
  let voters = 0
  ballots.forEach(({ count = 1 }, b) => {
    checkWhole(rule, `the count of ballot ${b}`, count, 1)
    counts[b] = count
    voters += count
  })
  checkWhole(rule, 'the number of voters', voters)
  return { voters, counts }
}

/** Throws when a ballot puts two options on one level, for a rule that has no use for shared levels. */
export function checkStrict(rule: string, { starts, levels, counts }: RankedProfile): void {
  for (let b = 0; b < counts.length; b++) {
    for (let at = starts[b]! + 1; at < starts[b + 1]!; at++) {
      if (levels[at] === levels[at - 1]) {
        fail(rule, `ballot ${b} puts two options on one level; convert with truncateAtTies first`)
      }
    }
  }
}
