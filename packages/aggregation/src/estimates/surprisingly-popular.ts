import { checkBetween, checkDistinctIds, fail } from '../checks.ts'
import { type RankedGroup, rankByScore } from '../rankings/ranking.ts'
import { roundSignificant } from '../round-significant.ts'
import { sumSorted } from '../sum-sorted.ts'
import { declaredOrder, earliest, type TieBreak, type TieSettings } from '../tie-rule.ts'
import { type Outcome, tooFew, winnerOrTie } from '../ties.ts'

/** A person's answer, and the shares in which they expect all people to give each answer (left out: 0). */
export interface ForecastAnswer {
  readonly answer: string
  readonly expected: Readonly<Record<string, number>>
}

/**
 * For an answer: the share that gave it, the share that people expected on average, and by how much it
 * surprised.
 */
export interface Surprise {
  readonly id: string
  readonly score: number
  readonly share: number
  readonly expected: number
}

/** The surprisingly popular answer, all answers by surprise, and where a declared order was used. */
export interface SurprisinglyPopular {
  readonly rule: string
  readonly people: number
  readonly outcome: Outcome
  readonly groups: readonly RankedGroup[]
  readonly surprises: readonly Surprise[]
  readonly tieBreak: TieBreak | null
}

/**
 * Surprisingly popular answer: which answer is given more often than people expect?
 *
 * Those who know the truth also know that most do not, so the truth is more popular than people predict, even
 * where a majority is wrong. It needs some who know; for matters of taste, and where nobody knows, prefer the
 * plain majority (`plurality`).
 *
 * Ties: surprises that agree to 12 digits tie, or go by a declared order. Gaps: an answer nobody gives can
 * still be expected, and surprises by its absence; nobody's answers are `too-few`. Cost: people × answers.
 *
 * Throws `RangeError` for an unknown answer, expected shares outside 0 … 1 or not summing to 1 (to 10⁻⁶).
 *
 * Source: D. Prelec, H. S. Seung, J. McCoy, "A solution to the single-question crowd wisdom problem", Nature
 * 541 (2017), 532–535.
 *
 * @example
 * surprisinglyPopular(['yes', 'no'], [
 *   { answer: 'yes', expected: { yes: 0.9, no: 0.1 } }, { answer: 'yes', expected: { yes: 0.8, no: 0.2 } },
 *   { answer: 'no', expected: { yes: 0.7, no: 0.3 } }
 * ]).outcome
 * // → { kind: 'winner', id: 'no' }
 */
export function surprisinglyPopular(
  answers: readonly string[],
  given: readonly ForecastAnswer[],
  { ties = 'report' }: TieSettings = {}
): SurprisinglyPopular {
  const rule = 'surprisinglyPopular'
  checkDistinctIds(rule, 'answers', answers)
  const preference = declaredOrder(rule, answers, ties)
  for (const own of given) checkGiven(rule, answers, own)
  const people = given.length
  if (people === 0) {
    return { rule, people, outcome: tooFew(0, 1), groups: [], surprises: [], tieBreak: null }
  }
  const scored = answers.map((id): Surprise => {
    const share = given.filter(({ answer }) => answer === id).length / people
    const expected = sumSorted(given.map(({ expected }) => expected[id] ?? 0)) / people
    return { id, score: roundSignificant(share - expected), share, expected: roundSignificant(expected) }
  })
  const { groups, explanation } = rankByScore(rule, scored)
  const first = groups[0]!.ids
  const tieBreak =
    preference && first.length > 1 ? { among: first, chosen: earliest(preference, first) } : null
  const outcome = tieBreak ? ({ kind: 'winner', id: tieBreak.chosen } as const) : winnerOrTie(first)
  return { rule, people, outcome, groups, surprises: explanation, tieBreak }
}

function checkGiven(rule: string, answers: readonly string[], { answer, expected }: ForecastAnswer): void {
  if (!answers.includes(answer)) fail(rule, `"${answer}" is not one of the answers`)
  let sum = 0
  for (const [id, share] of Object.entries(expected)) {
    if (!answers.includes(id)) fail(rule, `"${id}" is expected, which is not one of the answers`)
    checkBetween(rule, `the expected share of "${id}"`, share, 0, 1)
    sum += share
  }
  if (Math.abs(sum - 1) > 1e-6) fail(rule, `expected shares must sum to 1, got ${sum}`)
}
