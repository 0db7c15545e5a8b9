/** Pairs with wins of either side, as in a comparison profile; weights need not be whole. */
export interface WeightedPairs {
  readonly first: Uint32Array
  readonly second: Uint32Array
  readonly wins: Float64Array
  readonly losses: Float64Array
}

/** Where a fit is: the ratings, how many steps they took, and whether they are settled. */
export interface Fit {
  readonly ratings: Float64Array
  readonly steps: number
  readonly converged: boolean
}

/**
 * Minimises Σ ln(1 + e^(loser − winner)) + penalty × Σ rating² by Newton's method; the equations of each step
 * are solved by conjugate gradients over the pairs, so no matrix is made.
 */
export function fitRatings(
  pairs: WeightedPairs,
  penalty: number,
  start: Float64Array,
  mostSteps: number,
  onStep: (steps: number) => void
): Fit {
  const n = start.length
  const mean = sum(start) / n
  const ratings = start.map(own => own - mean)
  const weights = new Float64Array(pairs.first.length)
  const gradient = new Float64Array(n)
  const trial = new Float64Array(n)
  let objective = penalisedLoss(pairs, penalty, ratings)
  for (let steps = 1; steps <= mostSteps; steps++) {
    onStep(steps)
    slopes(pairs, penalty, ratings, gradient, weights)
    const move = solveByConjugateGradients(pairs, weights, 2 * penalty, gradient)
    const largest = move.reduce((most, own) => Math.max(most, Math.abs(own)), 0)
    let factor = 1
    let next = objective
    // Forty halvings reach below the last bit of any rating.
    for (let halving = 0; halving < 40; halving++) {
      for (let i = 0; i < n; i++) trial[i] = ratings[i]! + factor * move[i]!
      next = penalisedLoss(pairs, penalty, trial)
      if (next <= objective + 1e-12 * Math.abs(objective)) break
      factor /= 2
    }
    ratings.set(trial)
    objective = next
    if (largest < 1e-10) return { ratings, steps, converged: true }
  }
  return { ratings, steps: mostSteps, converged: false }
}

/** Σ over the comparisons of ln(1 + e^(loser − winner)), plus the penalty on squares. */
export function penalisedLoss(
  { first, second, wins, losses }: WeightedPairs,
  penalty: number,
  ratings: Float64Array
): number {
  let sum = 0
  for (const rating of ratings) sum += penalty * rating * rating
  for (let p = 0; p < first.length; p++) {
    const lead = ratings[first[p]!]! - ratings[second[p]!]!
    const shared = Math.log1p(Math.exp(-Math.abs(lead)))
    sum += (wins[p]! + losses[p]!) * shared + (lead > 0 ? losses[p]! * lead : -wins[p]! * lead)
  }
  return sum
}

/** Fills in the downhill slope at the ratings, and the weight of each pair in the second derivative. */
function slopes(
  { first, second, wins, losses }: WeightedPairs,
  penalty: number,
  ratings: Float64Array,
  gradient: Float64Array,
  weights: Float64Array
): void {
  for (let i = 0; i < ratings.length; i++) gradient[i] = -2 * penalty * ratings[i]!
  for (let p = 0; p < first.length; p++) {
    const a = first[p]!
    const b = second[p]!
    const chance = 1 / (1 + Math.exp(ratings[b]! - ratings[a]!))
    const together = wins[p]! + losses[p]!
    const pull = wins[p]! - together * chance
    gradient[a]! += pull
    gradient[b]! -= pull
    weights[p] = together * chance * (1 - chance)
  }
}

/** Solves (Laplacian of the weighted pairs + diagonal) x = right side, preconditioned by the diagonal. */
function solveByConjugateGradients(
  { first, second }: WeightedPairs,
  weights: Float64Array,
  diagonal: number,
  rightSide: Float64Array
): Float64Array {
  const n = rightSide.length
  const scale = new Float64Array(n).fill(diagonal)
  for (let p = 0; p < first.length; p++) {
    scale[first[p]!]! += weights[p]!
    scale[second[p]!]! += weights[p]!
  }
  const onMean = sum(scale) / n
  for (let i = 0; i < n; i++) scale[i]! += onMean / n
  const x = new Float64Array(n)
  const rest = rightSide.slice()
  const direction = new Float64Array(n)
  const image = new Float64Array(n)
  let old = 0
  let target = 0
  for (let round = 0; round < 2 * n + 20; round++) {
    let norm = 0
    for (let i = 0; i < n; i++) norm += (rest[i]! * rest[i]!) / scale[i]!
    if (round === 0) target = norm * 1e-16
    if (!(norm > target)) break
    const keep = round === 0 ? 0 : norm / old
    for (let i = 0; i < n; i++) {
      direction[i] = rest[i]! / scale[i]! + keep * direction[i]!
      image[i] = diagonal * direction[i]!
    }
    for (let p = 0; p < first.length; p++) {
      const a = first[p]!
      const b = second[p]!
      const flow = weights[p]! * (direction[a]! - direction[b]!)
      image[a]! += flow
      image[b]! -= flow
    }
    // Likelihoods do not see the mean of the ratings; held in place, it makes the equations regular.
    const mean = (onMean * sum(direction)) / n
    let curvature = 0
    for (let i = 0; i < n; i++) {
      image[i]! += mean
      curvature += direction[i]! * image[i]!
    }
    if (!(curvature > 0)) break
    const step = norm / curvature
    for (let i = 0; i < n; i++) {
      x[i]! += step * direction[i]!
      rest[i]! -= step * image[i]!
    }
    old = norm
  }
  return x
}

function sum(values: Float64Array): number {
  return values.reduce((sum, own) => sum + own, 0)
}
