import { sortedIds, type Tie, type TooFew, tie, tooFew } from '../ties.ts'
import { earliest, latest, type TieBreak } from '../tie-rule.ts'

/** The options that take the places. */
export interface Elected {
  readonly kind: 'elected'
  readonly ids: readonly string[]
}

/** A tie for the last `places`: `certain` are elected whatever becomes of it, `among` may be. */
export interface TiedPlaces extends Tie {
  readonly certain: readonly string[]
  readonly places: number
}

/** What a rule for several places returns. */
export type CommitteeOutcome = Elected | TiedPlaces | TooFew

/**
 * The rounds of a count up to the first tie that the rule leaves open; `fork` then says, for each choice,
 * where it leads.
 */
export interface Course<Round> {
  readonly rounds: readonly Round[]
  readonly fork: Fork<Round> | null
}

/**
 * An open tie: each choice with the committees it can lead to, and its own course (`null` three forks deep).
 */
export interface Fork<Round> {
  readonly among: readonly string[]
  readonly branches: readonly {
    readonly choice: string
    readonly committees: readonly (readonly string[])[]
    readonly course: Course<Round> | null
  }[]
}

/** What happens next in a count: a round passes, the rule meets a tie, or the count is over. */
export type Step<State, Round> =
  | { readonly kind: 'round'; readonly round: Round; readonly next: State }
  | OpenTie<State>
  | { readonly kind: 'done'; readonly elected: readonly string[] }

/** A tie; the chosen option goes in (a declared order chooses its first) or out (its last). */
interface OpenTie<State> {
  readonly kind: 'tie'
  readonly choosing: 'in' | 'out'
  readonly among: readonly string[]
  readonly choose: (id: string) => State
}

/**
 * A count as steps from state to state. A round may use up the state before it, unless `choose` gave that
 * state: the others of its tie hold the same. States with one key have one future.
 */
export interface Count<State, Round> {
  readonly start: State
  readonly advance: (state: State) => Step<State, Round>
  readonly key: (state: State) => string
}

/** What a rule for several places returns, without its own additions. */
export interface Committee<Round> {
  readonly rule: string
  readonly voters: number
  readonly seats: number
  readonly outcome: CommitteeOutcome
  /** Every committee the rule can elect, over all ways to break its ties. */
  readonly committees: readonly (readonly string[])[]
  /** False when the search over ties met its bound, so that committees may be missing. */
  readonly complete: boolean
  readonly course: Course<Round>
  /** Where a declared order was used. */
  readonly tieBreaks: readonly TieBreak[]
}

/** What a count led to, before it gets its name. */
export type Followed<Round> = Pick<Committee<Round>, 'committees' | 'complete' | 'course' | 'tieBreaks'>

const FORKS_SHOWN = 3

/**
 * Follows a count to its end: through its ties by the declared order, or, without one, along every choice.
 */
export function follow<State, Round>(
  count: Count<State, Round>,
  preference: ReadonlyMap<string, number> | null,
  bound = 2000
): Followed<Round> {
  return preference ? followOrder(count, preference) : followAll(count, bound)
}

function followOrder<State, Round>(
  { start, advance }: Count<State, Round>,
  preference: ReadonlyMap<string, number>
): Followed<Round> {
  const rounds: Round[] = []
  const tieBreaks: TieBreak[] = []
  for (let state = start; ;) {
    const step = advance(state)
    if (step.kind === 'done') {
      const committees = [sortedIds(step.elected)]
      return { committees, complete: true, course: { rounds, fork: null }, tieBreaks }
    }
    if (step.kind === 'round') {
      rounds.push(step.round)
      state = step.next
    } else {
      const chosen = (step.choosing === 'in' ? earliest : latest)(preference, step.among)
      tieBreaks.push({ among: sortedIds(step.among), chosen })
      state = step.choose(chosen)
    }
  }
}

function followAll<State, Round>(count: Count<State, Round>, bound: number): Followed<Round> {
  const known = new Map<string, readonly (readonly string[])[]>()
  let complete = true

  const toTie = (from: State) => {
    const rounds: Round[] = []
    for (let state = from; ;) {
      const step = count.advance(state)
      if (step.kind !== 'round') return { rounds, end: step, state }
      rounds.push(step.round)
      state = step.next
    }
  }
  const committeesFrom = (from: State): readonly (readonly string[])[] => {
    const { end, state } = toTie(from)
    if (end.kind === 'done') return [sortedIds(end.elected)]
    const key = count.key(state)
    const before = known.get(key)
    if (before) return before
    if (known.size >= bound) {
      complete = false
      return []
    }
    known.set(key, [])
    const committees = distinct(end.among.flatMap(choice => committeesFrom(end.choose(choice))))
    known.set(key, committees)
    return committees
  }
  const courseFrom = (from: State, depth: number): Course<Round> | null => {
    if (depth > FORKS_SHOWN) return null
    const { rounds, end } = toTie(from)
    if (end.kind === 'done') return { rounds, fork: null }
    const branches = sortedIds(end.among).map(choice => {
      const next = end.choose(choice)
      return { choice, committees: committeesFrom(next), course: courseFrom(next, depth + 1) }
    })
    return { rounds, fork: { among: sortedIds(end.among), branches } }
  }
  const committees = distinct(committeesFrom(count.start))
  const course = courseFrom(count.start, 1)!
  return { committees, complete, course, tieBreaks: [] }
}

/** Committees without repetition, in the order of their listing. */
export function distinct(committees: readonly (readonly string[])[]): string[][] {
  const byKey = new Map(committees.map(ids => [JSON.stringify(ids), [...ids]]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ids]) => ids)
}

/** The outcome that a list of possible committees comes to. */
export function committeeOutcome(committees: readonly (readonly string[])[]): CommitteeOutcome {
  const [first, ...others] = committees
  if (!first) return tooFew(0, 1)
  if (others.length === 0) return { kind: 'elected', ids: first }
  const certain = first.filter(id => others.every(ids => ids.includes(id)))
  const among = committees.flat().filter(id => !certain.includes(id))
  return { ...tie(among), certain, places: first.length - certain.length }
}

/** The result of a count that cannot begin: no voters, or fewer options than seats. */
export function noCommittee<Round>(
  rule: string,
  { options, voters }: { readonly options: readonly string[]; readonly voters: number },
  seats: number
): Committee<Round> | null {
  const outcome = voters === 0 ? tooFew(0, 1) : options.length < seats ? tooFew(options.length, seats) : null
  if (!outcome) return null
  const course = { rounds: [], fork: null }
  return { rule, voters, seats, outcome, committees: [], complete: true, course, tieBreaks: [] }
}
