import { countRanking, decayedRanking, wilsonRanking } from '@mozaika/aggregation/rankings'
import type { Counted, CountedResponse, Result } from '../../core/method.ts'
import type { Reply } from './response.ts'
import type { Settings } from './settings.ts'

const dayMs = 86_400_000

/** What an idea's rank was made of. */
export interface Line {
  readonly id: string
  readonly responses: number
  /** Supports, or the sum of scores. */
  readonly value: number
  readonly score: number
}

export interface IdeasResult extends Result {
  readonly rule: 'plain' | 'decaying' | 'wilson'
  /** Ideas with too few responses to be ranked, and what they have. */
  readonly unranked: readonly { readonly id: string; readonly have: number; readonly need: number }[]
  /** Groups of ideas that share a rank; nothing breaks them. */
  readonly ties: readonly (readonly string[])[]
  readonly lines: readonly Line[]
}

/**
 * The result of a step of ideas: a ranking in which equal ideas share a rank. Pure; the order of its inputs and the
 * names of people change nothing. `at` is the close in milliseconds: decaying responses fade towards it.
 */
export function tally(
  settings: Settings,
  contributions: readonly Counted[],
  responses: readonly CountedResponse[],
  at: number
): IdeasResult {
  const received = new Map<string, { at: number; value: number }[]>(contributions.map(one => [one.id, []]))
  for (const one of responses)
    received.get(one.target)?.push({ at: Math.min(one.at, at), value: weight(one.body as Reply) })
  const ranking = rank(settings, received, at)
  const scores = new Map(ranking.explanation.map(one => [one.id, one.score]))
  const lines = [...received]
    .map(([id, list]) => ({ id, responses: list.length, value: sum(list), score: scores.get(id) ?? 0 }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    rule: settings.ranking,
    contributions: contributions.length,
    responses: lines.reduce((total, line) => total + line.responses, 0),
    ranking: ranking.groups,
    ties: ranking.ties.map(tie => tie.among),
    unranked: ranking.unranked.map(({ id, have, need }) => ({ id, have, need })),
    lines
  }
}

/** One support, or as much as was given. */
export const weight = (reply: Reply): number => reply.score ?? 1

function rank(
  settings: Settings,
  received: ReadonlyMap<string, readonly { at: number; value: number }[]>,
  at: number
) {
  const items = [...received].map(([id, list]) => ({ id, list }))
  switch (settings.ranking) {
    case 'plain':
      return countRanking(items.map(({ id, list }) => ({ id, count: sum(list) })))
    case 'decaying':
      return decayedRanking(
        items.map(({ id, list }) => ({ id, responses: list })),
        {
          now: at,
          halfLife: settings.halfLifeDays * dayMs
        }
      )
    case 'wilson':
      // A score of 1 is none of a favour and one of 5 a whole one.
      return wilsonRanking(
        items.map(({ id, list }) => ({
          id,
          total: list.length,
          positive: list.reduce((total, one) => total + (one.value - 1) / 4, 0)
        }))
      )
  }
}

const sum = (list: readonly { value: number }[]) => list.reduce((total, one) => total + one.value, 0)
