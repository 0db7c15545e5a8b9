import type { Json } from '../../ledger/canonical.ts'
import { canonicalJson } from '../../ledger/canonical.ts'
import type { CountedResponse } from '../../method.ts'

/** Responses as they travel to a browser: what repeats stands once, and a row is numbers. */
export interface PackedResponses {
  readonly targets: readonly string[]
  readonly kinds: readonly string[]
  readonly bodies: readonly Json[]
  /** Places in `targets`, `kinds` and `bodies`, and milliseconds since 1970. */
  readonly rows: readonly (readonly [target: number, kind: number, body: number, at: number])[]
}

export function packResponses(responses: readonly CountedResponse[]): PackedResponses {
  const targets = new Map<string, number>()
  const kinds = new Map<string, number>()
  const bodies = new Map<string, number>()
  const rows = responses.map(
    ({ target, kind, body, at }) =>
      [placeIn(targets, target), placeIn(kinds, kind), placeIn(bodies, canonicalJson(body)), at] as const
  )
  return {
    targets: [...targets.keys()],
    kinds: [...kinds.keys()],
    bodies: [...bodies.keys()].map(text => JSON.parse(text) as Json),
    rows
  }
}

export function unpackResponses({ targets, kinds, bodies, rows }: PackedResponses): CountedResponse[] {
  return rows.map(([target, kind, body, at]) => ({
    target: targets[target]!,
    kind: kinds[kind]!,
    body: bodies[body],
    at
  }))
}

function placeIn(known: Map<string, number>, value: string): number {
  const place = known.get(value)
  if (place !== undefined) return place
  known.set(value, known.size)
  return known.size - 1
}
