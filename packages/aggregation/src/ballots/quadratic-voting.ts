import { checkWhole, fail } from '../checks.ts'
import { type RankedGroup, rankByScore } from '../rankings/ranking.ts'
import { optionIndex, voterCounts } from './ranked-profile.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { type TieSettings } from '../tie-rule.ts'

/** Votes for (above 0) or against (below 0) options; `count` people cast the ballot, 1 unless given. */
export interface QuadraticBallot {
  readonly votes: Readonly<Record<string, number>>
  readonly count?: number
}

/** The credits of each voter, and what happens to ties. */
export interface QuadraticSettings extends TieSettings {
  readonly credits: number
}

/** Winners, all options by the sum of their votes, and the credits that were spent and left. */
export interface QuadraticResult extends SingleWinner {
  readonly groups: readonly RankedGroup[]
  readonly totals: readonly {
    readonly id: string
    readonly votesFor: number
    readonly votesAgainst: number
  }[]
  readonly creditsSpent: number
  readonly creditsLeft: number
}

/**
 * Quadratic voting: which option is wanted most, when v votes on one option cost a voter v² credits?
 *
 * The rising price lets people say how much they care. It needs one person, one account: prefer `scoreVoting`
 * or `approvalVoting` where a person could come twice. Ties: equal sums share the place. Gaps: an option left
 * out gets no vote; credits left over are lost. Cost: the number of votes.
 *
 * Throws `RangeError` for votes that are not whole numbers, a ballot beyond its credits, an unknown option,
 * credits that are not a whole number above 0.
 *
 * Source: S. P. Lalley, E. G. Weyl, "Quadratic voting: how mechanism design can radicalize democracy", AEA
 * Papers and Proceedings 108 (2018), 33–37.
 *
 * @example
 * quadraticVoting(['a', 'b'], [{ votes: { a: 3, b: -1 } }, { votes: { b: 2 }, count: 2 }], { credits: 10 }).totals
 * // → [{ id: 'a', votesFor: 3, votesAgainst: 0 }, { id: 'b', votesFor: 4, votesAgainst: 1 }]
 */
export function quadraticVoting(
  options: readonly string[],
  ballots: readonly QuadraticBallot[],
  settings: QuadraticSettings
): QuadraticResult {
  const rule = 'quadraticVoting'
  const { credits } = settings
  checkWhole(rule, 'credits', credits, 1)
  const index = optionIndex(rule, options)
  const { voters, counts } = voterCounts(rule, ballots)
  const votesFor = new Float64Array(options.length)
  const votesAgainst = new Float64Array(options.length)
  let creditsSpent = 0
  ballots.forEach(({ votes }, b) => {
    let price = 0
    for (const [id, number] of Object.entries(votes)) {
      const option = index.get(id)
      if (option === undefined) fail(rule, `ballot ${b} votes on "${id}", which is not an option`)
      checkWhole(rule, `the votes on "${id}" in ballot ${b}`, number, -credits)
      price += number * number
      if (number > 0) votesFor[option]! += number * counts[b]!
      else votesAgainst[option]! -= number * counts[b]!
    }
    if (price > credits) fail(rule, `ballot ${b} spends ${price} of ${credits} credits`)
    creditsSpent += price * counts[b]!
  })
  const ids = [...index.keys()]
  const { groups } = rankByScore(
    rule,
    ids.map((id, i) => ({ id, score: votesFor[i]! - votesAgainst[i]! }))
  )
  return {
    ...singleWinner(rule, { options: ids, voters }, groups[0]!.ids, settings),
    groups,
    totals: ids.map((id, i) => ({ id, votesFor: votesFor[i]!, votesAgainst: votesAgainst[i]! })),
    creditsSpent,
    creditsLeft: credits * voters - creditsSpent
  }
}
