import { type BallotTree, ballotTree } from './ballot-tree.ts'
import type { Count, Step } from './courses.ts'
import type { RankedProfile } from './ranked-profile.ts'
import type { Standing } from './scottish-stages.ts'

/** One vote, and one as a keep factor, in the units of the count: nine decimals. */
const ONE = 1_000_000_000
const UNIT = BigInt(ONE)
/** Surplus below which an iteration ends: a millionth of a vote. */
const OMEGA = 1000n
const MAX_ITERATIONS = 10_000

/**
 * A round: keep factors settle until someone is elected or one goes out. Numbers are decimal strings with
 * nine places.
 */
export interface MeekRound {
  readonly round: number
  readonly quota: string
  readonly votes: readonly {
    readonly id: string
    readonly votes: string
    readonly keep: string
    readonly standing: Standing
  }[]
  readonly surplus: string
  readonly residual: string
  readonly iterations: number
  /** False when the iterations met their bound (10,000) before the surplus was shared out. */
  readonly settled: boolean
  readonly elected: readonly string[]
  readonly excluded: readonly string[]
}

/** Keep factors in units, by option; the standing of each; whom an open tie chose to go out. */
interface MeekState {
  readonly round: number
  readonly keep: readonly bigint[]
  readonly standing: readonly Standing[]
  readonly chosen: number | null
}

interface Contest {
  readonly options: readonly string[]
  readonly seats: number
  readonly tree: BallotTree
  readonly valid: bigint
  readonly together: boolean
}

/** The settled state of a round. */
interface Settled {
  readonly keep: bigint[]
  readonly votes: bigint[]
  readonly quota: bigint
  readonly surplus: bigint
  readonly elected: number[]
  readonly iterations: number
  readonly settled: boolean
}

/** The rounds of a Meek count; `together` lets options without any vote go out in one round. */
export function meekCount(
  profile: RankedProfile,
  seats: number,
  together: boolean
): Count<MeekState, MeekRound> {
  const { options } = profile
  const tree = ballotTree(profile)
  let valid = 0n
  for (let i = 0; i < tree.option.length; i++) if (tree.depth[i] === 0) valid += BigInt(tree.count[i]!) * UNIT
  const contest = { options, seats, tree, valid, together }
  return {
    start: {
      round: 1,
      keep: options.map(() => UNIT),
      standing: options.map(() => 'continuing'),
      chosen: null
    },
    advance: state => nextRound(contest, state),
    key: ({ keep, standing }) => `${keep}|${standing}`
  }
}

function nextRound(contest: Contest, state: MeekState): Step<MeekState, MeekRound> {
  const { options, seats } = contest
  const names = (numbers: readonly number[]) => numbers.map(option => options[option]!)
  const elected = where(state.standing, 'elected')
  const continuing = where(state.standing, 'continuing')
  if (elected.length === seats) return { kind: 'done', elected: names(elected) }
  if (elected.length + continuing.length <= seats)
    return { kind: 'done', elected: names([...elected, ...continuing]) }

  const settled = settle(contest, state)
  if (settled.elected.length > 0) return endRound(contest, state, settled, [])
  const lowest = settled.votes[least(settled.votes, continuing)]!
  const last = continuing.filter(option => settled.votes[option]! <= lowest + settled.surplus)
  if (state.chosen !== null) return endRound(contest, state, settled, [state.chosen])
  const isIdle = last.every(option => settled.votes[option] === 0n)
  const allTogether = contest.together && isIdle && elected.length + continuing.length - last.length >= seats
  if (last.length === 1 || allTogether) return endRound(contest, state, settled, last)
  const choose = (id: string) => ({ ...state, chosen: options.indexOf(id) })
  return { kind: 'tie', choosing: 'out', among: names(last), choose }
}

/**
 * Shares out votes and lowers keep factors until someone reaches the quota or the surplus no longer shrinks.
 */
function settle({ seats, tree, valid }: Contest, { keep: kept, standing }: MeekState): Settled {
  const keep = [...kept]
  const elected = where(standing, 'elected')
  const continuing = where(standing, 'continuing')
  for (let iterations = 1, before: bigint | null = null; ; iterations++) {
    const votes = shareOut(tree, keep)
    const held = votes.reduce((sum, own) => sum + own, 0n)
    const quota = (held < valid ? held : valid) / BigInt(seats + 1) + 1n
    const reached = continuing.filter(option => votes[option]! >= quota)
    const surplus = elected.reduce((sum, option) => sum + over(votes[option]!, quota), 0n)
    const isSettled = surplus < OMEGA || (before !== null && surplus >= before)
    if (reached.length > 0 || isSettled || iterations === MAX_ITERATIONS) {
      return {
        keep,
        votes,
        quota,
        surplus,
        elected: reached,
        iterations,
        settled: reached.length > 0 || isSettled
      }
    }
    for (const option of elected) {
      keep[option] = divideUp(divideUp(keep[option]! * quota, UNIT) * UNIT, votes[option]!)
    }
    before = surplus
  }
}

function endRound(
  { options, valid }: Contest,
  { round, standing }: MeekState,
  { keep, votes, quota, surplus, elected, iterations, settled }: Settled,
  excluded: readonly number[]
): Step<MeekState, MeekRound> {
  const after = standing.map((before, option): Standing =>
    elected.includes(option) ? 'elected' : excluded.includes(option) ? 'excluded' : before
  )
  const held = votes.reduce((sum, own) => sum + own, 0n)
  const written: MeekRound = {
    round,
    quota: decimal(quota),
    votes: options.map((id, option) => ({
      id,
      votes: decimal(votes[option]!),
      keep: decimal(keep[option]!),
      standing: after[option]!
    })),
    surplus: decimal(surplus),
    residual: decimal(over(valid, held)),
    iterations,
    settled,
    elected: elected.map(option => options[option]!),
    excluded: excluded.map(option => options[option]!)
  }
  const left = keep.map((factor, option) => (excluded.includes(option) ? 0n : factor))
  return {
    kind: 'round',
    round: written,
    next: { round: round + 1, keep: left, standing: after, chosen: null }
  }
}

/**
 * The votes of each option: along every ballot an option keeps its factor of what is left, rounded up to nine
 * decimals, and the rest goes on to the next.
 */
function shareOut({ option, count, end, depth }: BallotTree, keep: readonly bigint[]): bigint[] {
  const factors = keep.map(Number)
  // A weight times a count can leave the exact range of doubles: its high and low parts are summed apart.
  const high = new Float64Array(keep.length)
  const low = new Float64Array(keep.length)
  const left: number[] = []
  for (let node = 0; node < option.length;) {
    const level = depth[node]!
    const weight = level === 0 ? ONE : left[level - 1]!
    const own = option[node]!
    const taken = multiplyUp(weight, factors[own]!)
    high[own]! += Math.floor(taken / 32768) * count[node]!
    low[own]! += (taken % 32768) * count[node]!
    left[level] = weight - taken
    node = taken === weight ? end[node]! : node + 1
  }
  return keep.map((_, i) => BigInt(high[i]!) * 32768n + BigInt(low[i]!))
}

/**
 * a × b ∕ 10⁹, rounded up, for whole a, b ≤ 10⁹. The quotient of doubles is at most 1 off; the remainder,
 * which lies within 31 bits, comes exactly from the low halves of the products.
 */
function multiplyUp(a: number, b: number): number {
  if (b === ONE) return a
  const quotient = Math.floor((a * b) / ONE)
  const remainder = (Math.imul(a, b) - Math.imul(quotient, ONE)) | 0
  return remainder <= 0 ? quotient : remainder <= ONE ? quotient + 1 : quotient + 2
}

function divideUp(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b
}

function over(a: bigint, b: bigint): bigint {
  return a > b ? a - b : 0n
}

function least(votes: readonly bigint[], among: readonly number[]): number {
  return among.reduce((a, b) => (votes[b]! < votes[a]! ? b : a))
}

function where(standing: readonly Standing[], wanted: Standing): number[] {
  return standing.flatMap((own, option) => (own === wanted ? [option] : []))
}

/** Units as a number with nine decimals. */
function decimal(units: bigint): string {
  return `${units / UNIT}.${String(units % UNIT).padStart(9, '0')}`
}
