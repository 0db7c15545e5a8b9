import { checkBetween, checkDistinctIds, checkPositive, checkWhole, fail } from '../checks.ts'
import { compareIds, sortedIds, type TooFew, tooFew } from '../ties.ts'
import { report, type Watch } from '../watch.ts'

/** One person vouches for another; twice the weight vouches twice as much. */
export interface Vouch {
  readonly from: string
  readonly to: string
  /** Above 0; 1 unless given. */
  readonly weight?: number
}

export interface TrustSettings extends Watch {
  /** Share of trust that is passed on rather than going back to the seeds, 0 … 0.99; 0.85 unless given. */
  readonly passedOn?: number
  /** Largest sum of changes at which to stop; 1e-12 unless given. */
  readonly tolerance?: number
  /** 1,000 unless given. */
  readonly mostSteps?: number
}

/** How much trust reaches each person. */
export interface TrustWeights {
  readonly kind: 'weights'
  readonly rule: 'trustWeights'
  /** In code-unit order of ids; weights sum to 1. */
  readonly people: readonly {
    readonly id: string
    readonly weight: number
    /** Vouches on the shortest way from a seed; `null` when there is no way. */
    readonly distance: number | null
  }[]
  readonly steps: number
  readonly settled: boolean
}

/**
 * Trust weights: how far does trust reach from people known to be real, by who vouches for whom?
 *
 * Trust flows from the seeds along vouches, weakens with each step, and returns (personalised PageRank). A
 * ring of accounts that vouch for each other gets no more than flows into it. The weight is a help for review,
 * not a verdict: who is new has little. Prefer `coVotingPairs` where nobody vouches.
 *
 * Ties: none are broken. Gaps: what reaches somebody who vouches for nobody goes back to the seeds; people no
 * seed reaches have the weight 0; vouching for oneself counts for nothing; without seeds the answer is
 * `too-few`. Cost: the vouches a step, some eighty to two hundred steps.
 *
 * Throws `RangeError` for a seed named twice, a weight that is not above 0, settings out of range.
 *
 * Source: L. Page, S. Brin, R. Motwani, T. Winograd, "The PageRank citation ranking", 1999, § 6; seeds: Z.
 * Gyöngyi, H. Garcia-Molina, J. Pedersen, "Combating web spam with TrustRank", VLDB 2004.
 *
 * @example
 * trustWeights([{ from: 'ann', to: 'bob' }, { from: 'x', to: 'y' }, { from: 'y', to: 'x' }], ['ann']).people
 *   .map(({ id, weight }) => `${id} ${weight.toFixed(2)}`)
 * // → ['ann 0.54', 'bob 0.46', 'x 0.00', 'y 0.00']
 */
export function trustWeights(
  vouches: readonly Vouch[],
  seeds: readonly string[],
  settings: TrustSettings = {}
): TrustWeights | TooFew {
  const rule = 'trustWeights'
  const { passedOn = 0.85, tolerance = 1e-12, mostSteps = 1000 } = settings
  checkBetween(rule, 'passedOn', passedOn, 0, 0.99)
  checkPositive(rule, 'tolerance', tolerance)
  checkWhole(rule, 'mostSteps', mostSteps, 1)
  checkDistinctIds(rule, 'seeds', seeds)
  if (seeds.length === 0) return tooFew(0, 1)
  const ids = sortedIds([...seeds, ...vouches.flatMap(({ from, to }) => [from, to])])
  const numbers = new Map(ids.map((id, n) => [id, n]))
  const { starts, ends, shares } = sharesOf(rule, vouches, numbers)
  const start = new Float64Array(ids.length)
  for (const seed of seeds) start[numbers.get(seed)!] = 1 / seeds.length
  let weights: Float64Array = start.slice()
  let settled = false
  let steps = 0
  while (steps < mostSteps && !settled) {
    report(settings, ++steps, mostSteps)
    const next = new Float64Array(ids.length)
    let back = 0
    for (let person = 0; person < ids.length; person++) {
      const passed = passedOn * weights[person]!
      back += weights[person]! - passed
      if (starts[person] === starts[person + 1]) back += passed
      for (let at = starts[person]!; at < starts[person + 1]!; at++) next[ends[at]!]! += passed * shares[at]!
    }
    let change = 0
    for (let person = 0; person < ids.length; person++) {
      next[person]! += back * start[person]!
      change += Math.abs(next[person]! - weights[person]!)
    }
    weights = next
    settled = change <= tolerance
  }
  const distances = distancesFrom(
    seeds.map(seed => numbers.get(seed)!),
    starts,
    ends
  )
  return {
    kind: 'weights',
    rule,
    people: ids.map((id, n) => ({ id, weight: weights[n]!, distance: distances[n]! })),
    steps,
    settled
  }
}

/** The vouches by who gives them, each as a share of all that this person gives. */
function sharesOf(rule: string, vouches: readonly Vouch[], numbers: ReadonlyMap<string, number>) {
  const given = vouches
    .filter(({ from, to, weight = 1 }) => {
      if (!(Number.isFinite(weight) && weight > 0)) {
        fail(rule, `the weight of a vouch must be above 0, got ${weight} from "${from}" to "${to}"`)
      }
      return from !== to
    })
    .sort((a, b) => compareIds(a.from, b.from) || compareIds(a.to, b.to) || (a.weight ?? 1) - (b.weight ?? 1))
  const starts = new Uint32Array(numbers.size + 1)
  for (const { from } of given) starts[numbers.get(from)! + 1]!++
  for (let n = 0; n < numbers.size; n++) starts[n + 1]! += starts[n]!
  const ends = Uint32Array.from(given, ({ to }) => numbers.get(to)!)
  const shares = Float64Array.from(given, ({ weight = 1 }) => weight)
  for (let n = 0; n < numbers.size; n++) {
    const own = shares.subarray(starts[n], starts[n + 1])
    const sum = own.reduce((total, weight) => total + weight, 0)
    own.forEach((weight, i) => (own[i] = weight / sum))
  }
  return { starts, ends, shares }
}

function distancesFrom(seeds: readonly number[], starts: Uint32Array, ends: Uint32Array): (number | null)[] {
  const distances = new Array<number | null>(starts.length - 1).fill(null)
  let reached = [...seeds]
  for (let distance = 0; reached.length > 0; distance++) {
    const next: number[] = []
    for (const person of reached) {
      if (distances[person] !== null) continue
      distances[person] = distance
      for (let at = starts[person]!; at < starts[person + 1]!; at++) next.push(ends[at]!)
    }
    reached = next
  }
  return distances
}
