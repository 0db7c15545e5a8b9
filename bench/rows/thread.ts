import { randomUUID } from 'node:crypto'
import { alternate, ratioOf } from '../alternate.ts'
import type { Ground, Place } from '../ground.ts'
import type { Measured, Row } from '../row.ts'
import { addressOf } from '../support/load-generator.ts'
import type { Wish } from '../support/load-generator.ts'
import { median } from '../support/statistics.ts'
import { nextPerson, read } from './wishes.ts'

const mostRatio = 1.2

/** The first page of a long thread against that of a short one. */
export const thread: Row = {
  name: 'thread',
  work: 'comment thread of 10,000: first page',
  target: `≤ ${mostRatio} × a thread of 100`,
  measure
}

async function measure(ground: Ground): Promise<Measured> {
  const place = await ground.place('main')
  const [longIdea, shortIdea] = place.ideas.slice(-2) as [string, string]
  const length = ground.options.isQuick ? 1_000 : 10_000
  await fill(place, longIdea, length)
  await fill(place, shortIdea, 100)
  await (await place.database()).query('vacuum analyze comments')
  const path = (idea: string) => `/api/v1/calls/${place.call.callId}/contributions/${idea}/comments`
  const cost = (idea: string) => () =>
    place.cost(Array.from({ length: 500 }, () => read(path(idea), 'again')))
  const costs = await alternate(ground.rounds, { long: cost(longIdea), short: cost(shortIdea) })
  const ratio = ratioOf(costs.long, costs.short)
  return {
    text: `${ratio.toFixed(2)} ×`,
    isReached: ratio <= mostRatio,
    note: `${Math.round(median(costs.long) * 1e6)} µs; thread of ${length}`,
    figures: {
      ratio,
      longMicroseconds: median(costs.long) * 1e6,
      shortMicroseconds: median(costs.short) * 1e6
    }
  }
}

/** Comments on an idea until it has so many. The first fifty have one reply each, so that both threads begin alike. */
async function fill(place: Place, idea: string, length: number): Promise<void> {
  const database = await place.database()
  const { rows } = await database.query<{ comment_id: string }>(
    'select comment_id from comments where call_id = $1 and target = $2 order by comment_id',
    [place.call.callId, idea]
  )
  const missing = length - rows.length
  if (missing <= 0) return
  const made = Math.min(missing, 50)
  const report = await place.send(
    Array.from({ length: made }, () => comment(place, idea)),
    16,
    made
  )
  const parents = report.bodies.map(body => commentIdOf(body))
  const rest = Array.from({ length: missing - made }, (_, n) => comment(place, idea, parents[n]))
  if (rest.length > 0) await place.send(rest, 16)
}

function comment({ call }: Place, idea: string, parentId?: string): Wish {
  const person = nextPerson()
  return {
    method: 'POST',
    path: `/api/v1/calls/${call.callId}/contributions/${idea}/comments`,
    headers: { 'x-forwarded-for': addressOf(person), 'idempotency-key': randomUUID() },
    body: JSON.stringify({
      // Short: longer texts that are alike wait for a moderator.
      body: 'It would help many, and it was promised two years ago.',
      ...(parentId ? { parentId } : {})
    })
  }
}

const commentIdOf = (body: string): string =>
  (JSON.parse(body) as { result: { commentId: string } }).result.commentId
