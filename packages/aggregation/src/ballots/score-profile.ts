import { checkWhole, fail } from '../checks.ts'
import { optionIndex, voterCounts } from './ranked-profile.ts'

/** A score for each option the voter has an opinion on; `count` people cast the ballot, 1 unless given. */
export interface ScoreBallot {
  readonly scores: Readonly<Record<string, number>>
  readonly count?: number
}

/**
 * The lowest and the highest score of the scale, both whole numbers; a score left out counts as the lowest.
 */
export interface ScoreScale {
  readonly lowest: number
  readonly highest: number
}

/**
 * Score ballots as numbers: options in code-unit order stand for their places in `options`. Ballot `b` was
 * cast by `counts[b]` people and gives `scores[at]` to `scored[at]` for `starts[b] ≤ at < starts[b + 1]`;
 * scores are stored as their distance from the lowest, and those at the lowest are not stored.
 */
export interface ScoreProfile {
  readonly options: readonly string[]
  readonly voters: number
  readonly scale: ScoreScale
  readonly counts: Float64Array
  readonly starts: Uint32Array
  readonly scored: Uint32Array
  readonly scores: Float64Array
}

/**
 * Reads score ballots: the first step to every rule that starts from scores.
 *
 * Whole scores keep all sums exact. An option left out gets the lowest score. Cost: the number of scores.
 *
 * Throws `RangeError` without options, for an unknown option, a score that is not a whole number of the
 * scale, a scale that is not two whole numbers in order, a count that is not a whole number above 0.
 *
 * @example
 * scoreProfile(['a', 'b'], { lowest: 0, highest: 5 }, [{ scores: { a: 5 } }, { scores: { b: 1 }, count: 4 }]).voters // → 5
 */
export function scoreProfile(
  options: readonly string[],
  scale: ScoreScale,
  ballots: readonly ScoreBallot[]
): ScoreProfile {
  const rule = 'scoreProfile'
  const index = optionIndex(rule, options)
  checkScale(rule, scale)
  const starts = new Uint32Array(ballots.length + 1)
  const scored: number[] = []
  const scores: number[] = []
  ballots.forEach((ballot, b) => {
    for (const [id, score] of Object.entries(ballot.scores)) {
      const option = index.get(id)
      if (option === undefined) fail(rule, `ballot ${b} scores "${id}", which is not an option`)
      checkScore(rule, `the score of "${id}" in ballot ${b}`, score, scale)
      if (score === scale.lowest) continue
      scored.push(option)
      scores.push(score - scale.lowest)
    }
    starts[b + 1] = scored.length
  })
  return {
    options: [...index.keys()],
    ...voterCounts(rule, ballots),
    scale: { lowest: scale.lowest, highest: scale.highest },
    starts,
    scored: Uint32Array.from(scored),
    scores: Float64Array.from(scores)
  }
}

function checkScale(rule: string, { lowest, highest }: ScoreScale): void {
  checkWhole(rule, 'the lowest score', lowest, -1e6)
  checkWhole(rule, 'the highest score', highest, lowest + 1)
  if (highest - lowest > 1e6) fail(rule, `the scale must span at most 1000000, got ${highest - lowest}`)
}

function checkScore(rule: string, name: string, score: number, { lowest, highest }: ScoreScale): void {
  checkWhole(rule, name, score, lowest)
  if (score > highest) fail(rule, `${name} must be at most ${highest}, got ${score}`)
}
