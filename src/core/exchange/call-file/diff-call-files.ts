import { canonicalJson } from '../../ledger/canonical.ts'
import type { CallFile } from './read-call-file.ts'

/** A field that two call files say differently; `undefined`: one of them does not have it. */
export interface Difference {
  /** `promise`, `steps.ideas.closesAt`: steps by their slug, so that one more does not move the others. */
  readonly path: string
  readonly from: unknown
  readonly to: unknown
}

/** What would change in a call if it became the other one. Moments written differently are the same moment. */
export function diffCallFiles(from: CallFile, to: CallFile): Difference[] {
  const [before, after] = [flat(from), flat(to)]
  const differences = [...new Set([...before.keys(), ...after.keys()])]
    .filter(
      path =>
        canonicalJson(before.get(path) ?? null) !== canonicalJson(after.get(path) ?? null) ||
        before.has(path) !== after.has(path)
    )
    .map(path => ({ path, from: before.get(path), to: after.get(path) }))
  const [order, newOrder] = [orderOf(from), orderOf(to)]
  const isMoved = order.join() !== newOrder.join() && order.toSorted().join() === newOrder.toSorted().join()
  return isMoved
    ? [...differences, { path: 'steps', from: order.join(', '), to: newOrder.join(', ') }]
    : differences
}

const orderOf = ({ fields }: CallFile): string[] => fields.steps.map(step => step.slug)

function flat({ slug, fields }: CallFile): Map<string, unknown> {
  const { steps, ...others } = fields
  const entries: [string, unknown][] = [['slug', slug], ...Object.entries(others)]
  for (const { slug: name, settings, ...step } of steps) {
    for (const [key, value] of Object.entries(step)) entries.push([`steps.${name}.${key}`, momentOf(value)])
    for (const [key, value] of Object.entries(settings))
      entries.push([`steps.${name}.settings.${key}`, value])
  }
  return new Map(entries.map(([path, value]) => [path, value ?? null]))
}

/** A moment in one writing; anything else as it is. */
const momentOf = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)
    ? new Date(value).toISOString()
    : value
