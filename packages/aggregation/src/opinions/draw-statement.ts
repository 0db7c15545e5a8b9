import { checkFinite, fail } from '../checks.ts'
import type { Random } from '../random.ts'
import { compareIds, type TooFew, tooFew } from '../ties.ts'
import type { StatementPriority } from './statement-priorities.ts'

/** The statement drawn, with its chance and the seed from which anybody can draw it again. */
export interface DrawnStatement {
  readonly kind: 'drawn'
  readonly id: string
  readonly chance: number
  readonly seed: string
}

/**
 * Draws the next statement to show, each with a chance in proportion to its priority.
 *
 * Statements the person has seen are left out; when none is left the answer is `too-few`. The list is sorted
 * before the draw, so its order has no influence. Cost: n log n.
 *
 * Throws `RangeError` for a priority that is not a number of at least 0.
 *
 * Source: comment routing of Polis (Small et al. 2021).
 *
 * @example
 * drawStatement([{ id: 'trees', priority: 2 }, { id: 'parking', priority: 1 }], ['trees'], seededRandom('a')).id
 * // → 'parking'
 */
export function drawStatement(
  priorities: readonly Pick<StatementPriority, 'id' | 'priority'>[],
  seen: readonly string[],
  random: Random
): DrawnStatement | TooFew {
  const known = new Set(seen)
  const open = priorities.filter(({ id }) => !known.has(id)).sort((a, b) => compareIds(a.id, b.id))
  let total = 0
  for (const { id, priority } of open) {
    checkFinite('drawStatement', `the priority of "${id}"`, priority)
    if (priority < 0) fail('drawStatement', `the priority of "${id}" must be at least 0, got ${priority}`)
    total += priority
  }
  if (total === 0) return tooFew(0, 1)
  let left = random.next() * total
  // Rounding may leave a trace at the end, which falls to the last statement that has a chance.
  const drawn =
    open.find(({ priority }) => (left -= priority) < 0) ?? open.findLast(({ priority }) => priority > 0)!
  return { kind: 'drawn', id: drawn.id, chance: drawn.priority / total, seed: random.seed }
}
