import { compareIds } from '../ties.ts'
import type { Count, Step } from './courses.ts'
import type { RankedProfile } from './ranked-profile.ts'
import {
  CONTINUING,
  copyOf,
  ELECTED,
  firstPreferences,
  nonTransferable,
  ONE,
  type Papers,
  transferExcluded,
  transferSurplus
} from './scottish-papers.ts'

/** A stage of the count. Votes are decimal strings with five places, as the rules have them. */
export interface ScottishStage {
  readonly stage: number
  readonly action: ScottishAction
  readonly votes: readonly { readonly id: string; readonly votes: string; readonly standing: Standing }[]
  /** The votes of papers without a next preference. */
  readonly nonTransferable: string
  /** What cutting to five decimals has lost so far. */
  readonly lost: string
  /** Who reached the quota at this stage, most votes first, then who got the last seats without it. */
  readonly elected: readonly string[]
  /** Options that were level, and the earlier stage that told them apart, if the action met such a tie. */
  readonly lookBack: { readonly among: readonly string[]; readonly stage: number } | null
}

/** What a stage does. */
export type ScottishAction =
  | { readonly kind: 'first-preferences' }
  | { readonly kind: 'surplus'; readonly of: string; readonly surplus: string }
  | { readonly kind: 'exclusion'; readonly of: readonly string[] }

/** Where an option stands at the end of a stage. */
export type Standing = 'continuing' | 'elected' | 'excluded'
const STANDINGS: readonly Standing[] = ['continuing', 'elected', 'excluded']

/**
 * The count after its stages: where the papers lie, the votes of every stage, and whom an open tie put first
 * in line. The next stage moves these papers; where someone was chosen, the other choices hold them too.
 */
interface ScottishState {
  readonly papers: Papers
  readonly history: readonly Float64Array[]
  readonly chosen: number | null
}

interface Contest {
  readonly profile: RankedProfile
  readonly seats: number
  /** Papers that rank at least one option, and how many of them elect. */
  readonly valid: number
  readonly quota: number
  /** Whether options without a paper may go out at one stage. */
  readonly together: boolean
}

/** The stages of a Scottish count; the state before the first is `null`. */
export function scottishCount(contest: Contest): Count<ScottishState | null, ScottishStage> {
  return {
    start: null,
    advance: state =>
      state
        ? nextStage(contest, state)
        : endStage(contest, [], firstPreferences(contest.profile), { kind: 'first-preferences' }, null),
    key: state => (state ? `${state.papers.standing}|${state.history.join(';')}` : '')
  }
}

function nextStage(contest: Contest, state: ScottishState): Step<ScottishState | null, ScottishStage> {
  const { profile, seats, quota } = contest
  const { papers, history, chosen } = state
  const names = (numbers: readonly number[]) => numbers.map(option => profile.options[option]!)
  const elected = standing(papers, ELECTED)
  if (elected.length === seats) return { kind: 'done', elected: names(elected) }

  const inSurplus = elected.filter(option => papers.votes[option]! > quota * ONE)
  const isSurplus = inSurplus.length > 0
  const level = mostExtreme(
    isSurplus ? Math.max : Math.min,
    papers.votes,
    isSurplus ? inSurplus : standing(papers, CONTINUING)
  )
  const { first, stage } = lookBack(isSurplus ? Math.max : Math.min, history, level)
  const out = chosen !== null ? [chosen] : goTogether(contest, papers, first) ? first : first.slice(0, 1)
  if (chosen === null && out.length < first.length) {
    const choose = (id: string) => ({ ...state, chosen: profile.options.indexOf(id) })
    return { kind: 'tie', choosing: isSurplus ? 'in' : 'out', among: names(first), choose }
  }
  const looked = stage === null ? null : { among: names(level), stage }
  const own = chosen === null ? papers : copyOf(papers)
  if (!isSurplus) {
    const moved = transferExcluded(profile, own, out)
    return endStage(contest, history, moved, { kind: 'exclusion', of: names(out) }, looked)
  }
  const surplus = papers.votes[out[0]!]! - quota * ONE
  const action = { kind: 'surplus', of: profile.options[out[0]!]!, surplus: decimal(surplus) } as const
  return endStage(contest, history, transferSurplus(profile, own, out[0]!, surplus), action, looked)
}

/**
 * Elects who reached the quota, and all who continue when they are no more than the seats left; writes the
 * stage down.
 */
function endStage(
  { profile, seats, quota, valid }: Contest,
  history: readonly Float64Array[],
  moved: Papers,
  action: ScottishAction,
  lookBack: ScottishStage['lookBack']
): Step<ScottishState | null, ScottishStage> {
  const { options } = profile
  const { votes } = moved
  const byVotes = standing(moved, CONTINUING).sort(
    (a, b) => votes[b]! - votes[a]! || compareIds(options[a]!, options[b]!)
  )
  const reached = byVotes.filter(option => votes[option]! >= quota * ONE)
  const seatsTaken = standing(moved, ELECTED).length
  const isOver = seatsTaken + byVotes.length <= seats
  const elected = isOver ? byVotes : reached
  const papers = { ...moved, standing: moved.standing.slice() }
  for (const option of elected) papers.standing[option] = ELECTED
  const unheld = nonTransferable(profile, papers)
  const held = votes.reduce((sum, own) => sum + own, 0)
  const round: ScottishStage = {
    stage: history.length + 1,
    action,
    votes: options.map((id, option) => ({
      id,
      votes: decimal(votes[option]!),
      standing: STANDINGS[papers.standing[option]!]!
    })),
    nonTransferable: decimal(unheld),
    lost: decimal(valid * ONE - held - unheld),
    elected: elected.map(option => options[option]!),
    lookBack
  }
  return { kind: 'round', round, next: { papers, history: [...history, votes], chosen: null } }
}

/** Options that no paper lies with may go out together while enough others are left for the seats. */
function goTogether({ together, seats }: Contest, papers: Papers, first: readonly number[]): boolean {
  const continuing = standing(papers, CONTINUING).length
  const vacant = seats - standing(papers, ELECTED).length
  const isPaperless = first.every(option => papers.votes[option] === 0 && !papers.holder.includes(option))
  return together && isPaperless && continuing - first.length >= vacant
}

function mostExtreme(
  extreme: (...votes: number[]) => number,
  votes: Float64Array,
  among: readonly number[]
): number[] {
  const most = extreme(...among.map(option => votes[option]!))
  return among.filter(option => votes[option] === most)
}

/**
 * Goes back stage by stage for the one of level options who was ahead; `stage` is the latest that told some
 * apart.
 */
function lookBack(
  extreme: (...votes: number[]) => number,
  history: readonly Float64Array[],
  level: readonly number[]
): { first: number[]; stage: number | null } {
  let first = [...level]
  let stage: number | null = null
  for (let earlier = history.length - 2; earlier >= 0 && first.length > 1; earlier--) {
    const ahead = mostExtreme(extreme, history[earlier]!, first)
    if (ahead.length < first.length) stage ??= earlier + 1
    first = ahead
  }
  return { first, stage }
}

function standing(papers: Papers, wanted: number): number[] {
  return [...papers.standing.keys()].filter(option => papers.standing[option] === wanted)
}

/** Units as votes with five decimals. */
function decimal(units: number): string {
  return `${Math.floor(units / ONE)}.${String(units % ONE).padStart(5, '0')}`
}
