import { checkBetween, fail } from '../checks.ts'
import { type OpinionProfile, type OpinionVote, VOTES } from './opinion-profile.ts'
import type { PrincipalAxes } from './principal-axes.ts'
import { centredValues } from './vote-counts.ts'

/** A place on the map. */
export interface MapPoint {
  readonly x: number
  readonly y: number
}

/**
 * Places one person on given axes: where does somebody stand who votes like this?
 *
 * The axes stay as they are, so a new person or a new vote needs no new map. The sum over the votes cast is
 * stretched by √(statements ∕ votes cast), for who has voted little would otherwise stand in the middle.
 *
 * Gaps: without votes the place is the middle. Statements the axes do not know are left out. Cost: the votes.
 *
 * Throws `RangeError` for a word that is no vote, and for axes without a mean or component within ∓1.
 *
 * Source: Small et al. 2021, as `principalAxes`.
 *
 * @param moderatedOut as in the profile of the axes: on these everybody counts as having voted, neither way
 * @example
 * placeVoter({ statements: ['trees', 'parking'], means: [0, 0.5], components: [[1, 0], [0, 1]] }, { trees: 'agree', parking: 'agree' })
 * // → { x: 1, y: 0.5 }
 */
export function placeVoter(
  axes: Pick<PrincipalAxes, 'statements' | 'means' | 'components'>,
  votes: Readonly<Record<string, OpinionVote>>,
  moderatedOut: readonly string[] = []
): MapPoint {
  checkAxes('placeVoter', axes)
  const out = new Set(moderatedOut)
  let [x, y] = [0, 0]
  let cast = 0
  axes.statements.forEach((statement, s) => {
    const vote = Object.hasOwn(votes, statement) ? votes[statement] : undefined
    if (out.has(statement)) cast++
    if (vote === undefined || out.has(statement)) return
    const place = VOTES.indexOf(vote)
    if (place === -1) fail('placeVoter', `a vote must be one of ${VOTES.join(', ')}, got ${String(vote)}`)
    cast++
    const centred = place - 1 - axes.means[s]!
    x += centred * axes.components[0][s]!
    y += centred * axes.components[1][s]!
  })
  const stretch = Math.sqrt(axes.statements.length / Math.max(1, cast))
  return { x: x * stretch, y: y * stretch }
}

/** Throws unless every statement has a mean and two components within ∓1. */
function checkAxes(
  rule: string,
  { statements, means, components }: Pick<PrincipalAxes, 'statements' | 'means' | 'components'>
): void {
  if (components.length !== 2) fail(rule, `axes must have two components, got ${String(components.length)}`)
  for (const list of [means, ...components]) {
    if (list.length !== statements.length) {
      fail(rule, `axes must have ${statements.length} means and components, got ${list.length}`)
    }
    for (const value of list) checkBetween(rule, 'a mean or component of the axes', value, -LENGTH, LENGTH)
  }
}

/** A direction of length 1 may be longer by a rounding. */
const LENGTH = 1 + 1e-9

/** The places of all voters of a profile, x and y in turn. The axes must be of the same statements. */
export function placeVoters(profile: OpinionProfile, axes: PrincipalAxes): Float64Array {
  const { starts, codes, voters, statements, isOut } = profile
  const centred = centredValues(axes.means, isOut)
  const [alongX, alongY] = axes.components.map(component =>
    centred.map((value, code) => value * component[Math.floor(code / 3)]!)
  ) as [Float64Array, Float64Array]
  const outNumber = isOut.reduce((sum, out) => sum + out, 0)
  const places = new Float64Array(2 * voters.length)
  for (let voter = 0; voter < voters.length; voter++) {
    const begin = starts[voter]!
    const end = starts[voter + 1]!
    let [x, y] = [0, 0]
    for (let at = begin; at < end; at++) {
      x += alongX[codes[at]!]!
      y += alongY[codes[at]!]!
    }
    let cast = outNumber + end - begin
    if (outNumber > 0) {
      for (let at = begin; at < end; at++) cast -= isOut[Math.floor(codes[at]! / 3)]!
    }
    const stretch = Math.sqrt(statements.length / Math.max(1, cast))
    places[2 * voter] = x * stretch
    places[2 * voter + 1] = y * stretch
  }
  return places
}

/** A statement on the map: where a person stands who agrees with it and has said nothing else. */
export interface PlacedStatement extends MapPoint {
  readonly id: string
  /** Distance from the middle: how far the statement parts people. */
  readonly extremity: number
}

/**
 * Places statements on given axes: which opinions lie behind the directions of the map?
 *
 * A statement stands where somebody would stand who agrees with it and has voted on nothing else. Its
 * distance from the middle, the extremity, feeds `statementPriorities`. Statements taken out by moderation
 * and those everybody agrees with stand in the middle. Cost: the statements.
 *
 * Source: Small et al. 2021, as `principalAxes`.
 *
 * @example
 * placeStatements({ statements: ['trees'], means: [-1], components: [[1], [0]] })
 * // → [{ id: 'trees', x: 2, y: 0, extremity: 2 }]
 */
export function placeStatements(
  axes: Pick<PrincipalAxes, 'statements' | 'means' | 'components'>
): PlacedStatement[] {
  checkAxes('placeStatements', axes)
  const { statements, means, components } = axes
  const stretch = Math.sqrt(statements.length)
  return statements.map((id, s) => {
    const x = (1 - means[s]!) * components[0][s]! * stretch
    const y = (1 - means[s]!) * components[1][s]! * stretch
    return { id, x, y, extremity: Math.sqrt(x * x + y * y) }
  })
}
