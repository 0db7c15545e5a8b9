import type { Fit, WeightedPairs } from './fit-ratings.ts'

/** Ratings settle when none moves by more than this in a step. */
const SETTLED = 1e-11

/**
 * Minorisation–maximisation: every rating in turn is set where its own part of a lower bound of the
 * likelihood is greatest. Safe and simple; many steps where few comparisons join large parts.
 */
export function fitByMinorisation(
  pairs: WeightedPairs,
  penalty: number,
  start: Float64Array,
  mostSteps: number,
  onStep: (steps: number) => void
): Fit {
  const { first, second, wins, losses } = pairs
  const n = start.length
  const ratings = start.slice()
  const won = new Float64Array(n)
  for (let p = 0; p < first.length; p++) {
    won[first[p]!]! += wins[p]!
    won[second[p]!]! += losses[p]!
  }
  const load = new Float64Array(n)
  for (let steps = 1; steps <= mostSteps; steps++) {
    onStep(steps)
    load.fill(0)
    const strengths = ratings.map(Math.exp)
    for (let p = 0; p < first.length; p++) {
      const a = first[p]!
      const b = second[p]!
      const share = (wins[p]! + losses[p]!) / (strengths[a]! + strengths[b]!)
      load[a]! += share
      load[b]! += share
    }
    let largest = 0
    for (let i = 0; i < n; i++) {
      if (load[i] === 0) continue
      const next =
        penalty === 0 ? Math.log(won[i]! / load[i]!) : bestRating(won[i]!, load[i]!, penalty, ratings[i]!)
      largest = Math.max(largest, Math.abs(next - ratings[i]!))
      ratings[i] = next
    }
    centre(ratings)
    if (largest < SETTLED) return { ratings, steps, converged: true }
  }
  return { ratings, steps: mostSteps, converged: false }
}

/** The root of won − load × e^x − 2 × penalty × x, which falls everywhere, by Newton's method. */
function bestRating(won: number, load: number, penalty: number, from: number): number {
  let x = from
  for (let round = 0; round < 100; round++) {
    const pull = load * Math.exp(x)
    const step = (won - pull - 2 * penalty * x) / (pull + 2 * penalty)
    // From the left a step can overshoot far, as the curve bends; one at a time it comes back.
    x += Math.min(1, step)
    if (Math.abs(step) < 1e-13) break
  }
  return x
}

/**
 * Iterative Luce spectral ranking: strengths are the stationary shares of a walk from losers to winners,
 * whose rates use the strengths of the round before. Only without a penalty.
 */
export function fitByWalk(
  pairs: WeightedPairs,
  start: Float64Array,
  mostSteps: number,
  onStep: (steps: number) => void
): Fit {
  const n = start.length
  const ratings = start.slice()
  const { first, second, wins, losses } = pairs
  const { starts, others, pairOf } = neighbours(pairs, n)
  let strengths: Float64Array = ratings.map(Math.exp)
  const arriving = new Float64Array(others.length)
  const leaving = new Float64Array(n)
  for (let steps = 1; steps <= mostSteps; steps++) {
    onStep(steps)
    for (let i = 0; i < n; i++) {
      let out = 0
      for (let at = starts[i]!; at < starts[i + 1]!; at++) {
        const p = pairOf[at]!
        const sum = strengths[first[p]!]! + strengths[second[p]!]!
        const own = first[p] === i
        arriving[at] = (own ? wins[p]! : losses[p]!) / sum
        out += (own ? losses[p]! : wins[p]!) / sum
      }
      leaving[i] = out
    }
    strengths = stationaryShares(strengths, starts, others, arriving, leaving)
    const next = strengths.map(Math.log)
    centre(next)
    let largest = 0
    for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(next[i]! - ratings[i]!))
    ratings.set(next)
    strengths = ratings.map(Math.exp)
    if (largest < SETTLED) return { ratings, steps, converged: true }
  }
  return { ratings, steps: mostSteps, converged: false }
}

/** Gauss–Seidel sweeps on "what arrives equals what leaves", to a relative change of 10⁻¹³. */
function stationaryShares(
  from: Float64Array,
  starts: Uint32Array,
  others: Uint32Array,
  arriving: Float64Array,
  leaving: Float64Array
): Float64Array {
  const shares = from.slice()
  const n = shares.length
  for (let sweep = 0; sweep < 10_000; sweep++) {
    let largest = 0
    let sum = 0
    for (let i = 0; i < n; i++) {
      let into = 0
      for (let at = starts[i]!; at < starts[i + 1]!; at++) into += shares[others[at]!]! * arriving[at]!
      const next = leaving[i]! > 0 ? into / leaving[i]! : shares[i]!
      largest = Math.max(largest, Math.abs(next / shares[i]! - 1))
      shares[i] = next
      sum += next
    }
    for (let i = 0; i < n; i++) shares[i]! *= n / sum
    if (largest < 1e-13) break
  }
  return shares
}

/** The pairs of each item, one item after the other: with whom, and which pair. */
function neighbours({ first, second }: WeightedPairs, n: number) {
  const starts = new Uint32Array(n + 1)
  for (let p = 0; p < first.length; p++) {
    starts[first[p]! + 1]!++
    starts[second[p]! + 1]!++
  }
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!
  const others = new Uint32Array(2 * first.length)
  const pairOf = new Uint32Array(2 * first.length)
  const place = starts.slice()
  for (let p = 0; p < first.length; p++) {
    others[place[first[p]!]!] = second[p]!
    pairOf[place[first[p]!]!++] = p
    others[place[second[p]!]!] = first[p]!
    pairOf[place[second[p]!]!++] = p
  }
  return { starts, others, pairOf }
}

function centre(ratings: Float64Array): void {
  const mean = ratings.reduce((sum, own) => sum + own, 0) / ratings.length
  for (let i = 0; i < ratings.length; i++) ratings[i]! -= mean
}
