import { checkDistinctIds, fail } from '../checks.ts'
import { sortedIds } from '../ties.ts'
import { report, type Watch } from '../watch.ts'

/** People who were flagged together, and why. */
export interface FlaggedGroup {
  readonly name: string
  readonly ids: readonly string[]
}

export interface InfluenceSettings<Outcome> extends Watch {
  /** Whether two outcomes are the same to those who decide; by their JSON unless given. */
  readonly isSame?: (a: Outcome, b: Outcome) => boolean
}

/** The outcome without some people. */
export interface OutcomeWithout<Outcome> {
  readonly name: string
  readonly people: number
  readonly outcome: Outcome
  readonly changed: boolean
}

/** What hangs on flagged people. Nothing is removed: the outcome stands until people decide otherwise. */
export interface InfluenceReport<Outcome> {
  readonly rule: 'influenceReport'
  /** With everybody. */
  readonly outcome: Outcome
  /** Without each group, in the order given. */
  readonly without: readonly OutcomeWithout<Outcome>[]
  /** Without anybody who was flagged. */
  readonly withoutAll: OutcomeWithout<Outcome>
  /** Whether the outcome is the same in every case: then the flags need no decision before the result. */
  readonly isRobust: boolean
}

/**
 * Influence report: would the outcome be another without the people who were flagged?
 *
 * The count runs again without each group and without all of them. A flag that changes nothing need not hold
 * up a result; one that does is for people to look into, and the report says so rather than removing anybody.
 *
 * Ties and gaps: those of the count; a group of nobody changes nothing. Cost: the count, once for each group
 * and twice more.
 *
 * Throws `RangeError` for a group named twice, and for a count that gives something else the second time.
 *
 * Source: leave-one-out influence: R. D. Cook, "Detection of influential observation in linear regression",
 * Technometrics 19 (1977); for votes: the margin of victory of L. Xia, EC 2012.
 *
 * @param countWithout the whole count with some people left out; it must depend on nothing else
 * @example
 * ((votes) => influenceReport([{ name: 'burst', ids: ['x', 'y'] }], without =>
 *   votes.filter(([voter]) => !without.has(voter)).reduce((sum, [, vote]) => sum + vote, 0) > 0 ? 'yes' : 'no'
 * ).without)([['a', -1], ['x', 1], ['y', 1]])
 * // → [{ name: 'burst', people: 2, outcome: 'no', changed: true }]
 */
export function influenceReport<Outcome>(
  groups: readonly FlaggedGroup[],
  countWithout: (without: ReadonlySet<string>) => Outcome,
  settings: InfluenceSettings<Outcome> = {}
): InfluenceReport<Outcome> {
  const rule = 'influenceReport'
  const { isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b) } = settings
  checkDistinctIds(
    rule,
    'groups',
    groups.map(({ name }) => name)
  )
  const outcome = countWithout(new Set())
  if (!isSame(outcome, countWithout(new Set())))
    fail(rule, 'the count must give the same for the same people')
  const leaveOut = (name: string, ids: readonly string[], done: number): OutcomeWithout<Outcome> => {
    report(settings, done, groups.length + 1)
    const other = countWithout(new Set(ids))
    return { name, people: new Set(ids).size, outcome: other, changed: !isSame(outcome, other) }
  }
  const without = groups.map(({ name, ids }, i) => leaveOut(name, ids, i))
  const withoutAll = leaveOut('all', sortedIds(groups.flatMap(({ ids }) => ids)), groups.length)
  return {
    rule,
    outcome,
    without,
    withoutAll,
    isRobust: !withoutAll.changed && without.every(({ changed }) => !changed)
  }
}
