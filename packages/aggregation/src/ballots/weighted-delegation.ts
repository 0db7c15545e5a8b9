import { checkDistinctIds, checkWhole, fail } from '../checks.ts'
import { sortedIds } from '../ties.ts'

/**
 * A person, whether they voted themselves, to whom they delegate otherwise, and their weight (1 unless
 * given).
 */
export interface Delegator {
  readonly id: string
  readonly voted: boolean
  readonly to?: string | null
  readonly weight?: number
}

/** The weight with which somebody who voted counts, and whose it is; `chain` is the longest way it came. */
export interface CarriedWeight {
  readonly id: string
  readonly weight: number
  readonly from: readonly string[]
  readonly chain: number
}

/**
 * Weights of those who voted, and the weight that reaches nobody: those who neither voted nor reach a voter.
 */
export interface DelegationResult {
  readonly carried: readonly CarriedWeight[]
  readonly lost: { readonly ids: readonly string[]; readonly weight: number }
}

/**
 * Weighted delegation (liquid democracy): with what weight does each ballot count, when people who do not
 * vote have named someone to vote for them?
 *
 * A person's own vote always goes before their delegation. Delegations pass on until somebody has voted. Use
 * the weights as the `count` of ballots. Prefer one person, one vote where a few hubs could collect a
 * majority: `carried` shows how much each has.
 *
 * Ties: none arise. Gaps: weight that reaches nobody who voted is listed as lost. Cost: n for n people.
 *
 * Throws `RangeError` for a cycle of delegations (`findDelegationCycle` says beforehand whether a new one
 * would close it), a delegation to somebody unknown or to oneself, a weight that is not a whole number above
 * 0.
 *
 * Source: C. Blum, C. I. Zuber, "Liquid democracy: potentials, problems, and perspectives", Journal of
 * Political Philosophy 24 (2016), 162–182.
 *
 * @example
 * weightedDelegation([
 *   { id: 'ann', voted: false, to: 'bob' }, { id: 'bob', voted: false, to: 'eve' }, { id: 'eve', voted: true }
 * ]).carried
 * // → [{ id: 'eve', weight: 3, from: ['ann', 'bob', 'eve'], chain: 2 }]
 */
export function weightedDelegation(people: readonly Delegator[]): DelegationResult {
  const rule = 'weightedDelegation'
  checkPeople(rule, people)
  const cycle = findDelegationCycle(people)
  if (cycle) fail(rule, `delegations must not form a cycle, got ${cycle.join(' → ')}`)
  const byId = new Map(people.map(person => [person.id, person]))
  const ends = new Map<string, { voter: string | null; steps: number }>()
  const endOf = (start: Delegator) => {
    const way: Delegator[] = []
    let person: Delegator | undefined = start
    while (person && !person.voted && !ends.has(person.id)) {
      way.push(person)
      person = typeof person.to === 'string' ? byId.get(person.to) : undefined
    }
    let end = person ? (ends.get(person.id) ?? { voter: person.id, steps: 0 }) : { voter: null, steps: 0 }
    for (const passed of way.reverse())
      ends.set(passed.id, (end = { voter: end.voter, steps: end.steps + 1 }))
    return end
  }
  const carried = new Map<string, { weight: number; from: string[]; chain: number }>()
  const lost: Delegator[] = []
  for (const person of people) {
    const { voter, steps } = endOf(person)
    if (voter === null) {
      lost.push(person)
      continue
    }
    const own = carried.get(voter) ?? { weight: 0, from: [], chain: 0 }
    own.weight += person.weight ?? 1
    own.from.push(person.id)
    own.chain = Math.max(own.chain, steps)
    carried.set(voter, own)
  }
  return {
    carried: sortedIds(carried.keys()).map(id => {
      const { weight, from, chain } = carried.get(id)!
      return { id, weight, from: sortedIds(from), chain }
    }),
    lost: {
      ids: sortedIds(lost.map(({ id }) => id)),
      weight: lost.reduce((sum, { weight = 1 }) => sum + weight, 0)
    }
  }
}

/**
 * Finds a cycle of delegations: would these delegations lead back to where they start?
 *
 * Whether people voted does not matter here, for a vote can be taken back. Returns the ids around one cycle,
 * starting and ending with its first in code-unit order, or `null`. Cost: n for n people.
 *
 * @example
 * findDelegationCycle([{ id: 'ann', to: 'bob' }, { id: 'bob', to: 'ann' }]) // → ['ann', 'bob', 'ann']
 */
export function findDelegationCycle(people: readonly Pick<Delegator, 'id' | 'to'>[]): string[] | null {
  const next = new Map(people.map(({ id, to }) => [id, to]))
  const cleared = new Set<string>()
  for (const start of sortedIds(next.keys())) {
    const way = new Set<string>()
    let id: string | null | undefined = start
    while (typeof id === 'string' && !cleared.has(id) && !way.has(id)) {
      way.add(id)
      id = next.get(id)
    }
    if (typeof id === 'string' && way.has(id)) return cycleThrough(id, next)
    for (const passed of way) cleared.add(passed)
  }
  return null
}

function cycleThrough(id: string, next: ReadonlyMap<string, string | null | undefined>): string[] {
  const around = [id]
  for (let at = next.get(id)!; at !== id; at = next.get(at)!) around.push(at)
  const first = around.indexOf(sortedIds(around)[0]!)
  const turned = [...around.slice(first), ...around.slice(0, first)]
  return [...turned, turned[0]!]
}

function checkPeople(rule: string, people: readonly Delegator[]): void {
  const ids = people.map(({ id }) => id)
  checkDistinctIds(rule, 'people', ids)
  const known = new Set(ids)
  for (const { id, to, weight = 1 } of people) {
    checkWhole(rule, `the weight of "${id}"`, weight, 1)
    if (typeof to === 'string' && !known.has(to)) fail(rule, `"${id}" delegates to "${to}", who is unknown`)
    if (to === id) fail(rule, `"${id}" delegates to themselves`)
  }
}
