import { draftCall, openCall } from '../../call/acts.ts'
import type { CallFields } from '../../call/input.ts'
import { findCall } from '../../call/store.server.ts'
import type { Who } from '../../door/who.ts'
import type { Method } from '../../method.ts'
import { importContributions } from '../import/contributions-act.ts'
import type { ImportParts } from '../import/import-conversation.server.ts'
import { importResponses } from '../import/responses-act.ts'
import { inventedIdeas, inventedSupports } from './invented-ideas.ts'

export interface SeedWish {
  readonly organisationId: string
  readonly slug: string
  readonly ideas: number
  readonly supports: number
  /** Told of each step done. */
  report(done: { readonly what: 'ideas' | 'supports'; readonly count: number }): void
}

const how = { channel: 'import' as const }
const ideasAtOnce = 500
const supportsAtOnce = 5_000
const dayMs = 86_400_000

/**
 * Makes an open call with invented ideas and supports, to measure with. There is no short way around the door: they come in
 * by the import acts, five hundred ideas or five thousand supports a transaction, and leave ledger lines and totals as any
 * others do. What applies to one person at a time (limits, budgets, idempotency keys) does not apply to imports.
 */
export async function seedCall(
  parts: ImportParts,
  who: Who,
  wish: SeedWish
): Promise<{ callId: string; stepId: string }> {
  const { door, database } = parts
  const method = [...door.methods.values()].find(one => one.statements)!
  const { result } = await door.perform(
    draftCall,
    who,
    { organisationId: wish.organisationId, slug: wish.slug, fields: fieldsOf(method) },
    how
  )
  const { callId } = result
  await door.perform(openCall, who, { callId }, how)
  const { stepId } = (await findCall(database, callId))!.steps[0]!
  const target = { callId, stepId, source: 'seed' }
  let count = 0
  for (const ideas of inLots(inventedIdeas(wish.ideas), ideasAtOnce)) {
    const items = ideas.map(({ title, text, language }, n) => ({
      key: String(count + n),
      author: `author ${Math.floor((count + n) / 3)}`,
      body: { ...method.statements!.body(title, String(count + n)), ...(text ? { text } : {}) },
      language
    }))
    const placing = parts.sequencer.run()
    await door.perform(importContributions, who, { ...target, items }, how)
    await placing
    count += ideas.length
    wish.report({ what: 'ideas', count })
  }
  count = 0
  for (const supports of inLots(inventedSupports(wish.ideas, wish.supports), supportsAtOnce)) {
    const items = supports.map(({ person, idea }) => ({ person: `person ${person}`, target: String(idea) }))
    const placing = parts.sequencer.run()
    await door.perform(importResponses, who, { ...target, items }, how)
    await placing
    count += supports.length
    wish.report({ what: 'supports', count })
  }
  await parts.sequencer.run()
  return { callId, stepId }
}

function fieldsOf(method: Method): CallFields {
  const closesAt = new Date(Date.now() + 90 * dayMs)
  return {
    question: 'What should our town do next?',
    summary: 'A call with invented ideas and supports, to measure with.',
    background: '',
    promise: 'Nobody answers: the ideas are invented.',
    decides: 'Nobody',
    answerOn: new Date(closesAt.getTime() + dayMs).toISOString().slice(0, 10),
    terms: '',
    licence: 'CC0-1.0',
    attribution: '',
    audience: '',
    area: null,
    statuses: [],
    audienceRule: null,
    visibility: 'public',
    language: 'en',
    languages: ['en', 'uk'],
    timeZone: 'Europe/Kyiv',
    steps: [
      {
        slug: method.id,
        title: 'Ideas',
        method: method.id,
        settings: {},
        opensAt: null,
        closesAt: closesAt.toISOString()
      }
    ]
  }
}

function* inLots<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let lot: T[] = []
  for (const item of items) {
    lot.push(item)
    if (lot.length < size) continue
    yield lot
    lot = []
  }
  if (lot.length > 0) yield lot
}
