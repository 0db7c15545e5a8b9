import { fileURLToPath } from 'node:url'
import { sql } from '../../../db/sql.server.ts'
import { draftCall, openCall } from '../../call/acts.ts'
import { findCall } from '../../call/store.server.ts'
import { makeComment } from '../../comment/acts.ts'
import { newId } from '../../door/id.ts'
import type { Who } from '../../door/who.ts'
import { insertLog } from '../../ledger/store.server.ts'
import { insertOrganisation } from '../../organisation/store.server.ts'
import { importConversation } from '../import/import-conversation.server.ts'
import type { ImportParts } from '../import/import-conversation.server.ts'
import { importContributions } from '../import/contributions-act.ts'
import { importResponses } from '../import/responses-act.ts'
import { readPolis } from '../import/read-polis.server.ts'
import { bowlingGreen, bowlingGreenCall, conversationsOrganisation, readDemoCalls } from './content.server.ts'
import type { DemoCall, DemoIdea, DemoOrganisation } from './content.server.ts'
import { deleteDemo, keepDemo, lockDemo } from './store.server.ts'

const who: Who = { kind: 'system', job: 'demo', personId: null }
const how = { channel: 'import' as const }

/** Fills a demo that was asked for, through the same acts as real calls; false when nobody asked, or somebody else fills it. */
export async function fillDemo(parts: ImportParts): Promise<boolean> {
  const isMine = await parts.database.transaction(async tx => {
    if ((await lockDemo(tx))?.state !== 'wanted') return false
    // What is left of one that was begun and never finished.
    await deleteDemo(tx)
    await keepDemo(tx, 'filling')
    return true
  })
  if (!isMine) return false
  const conversation = await readPolis(fileURLToPath(bowlingGreen))
  const organisationId = await found(parts, conversationsOrganisation)
  await importConversation(parts, who, conversation, {
    ...bowlingGreenCall,
    slug: await freeSlug(parts, bowlingGreenCall.slug),
    organisationId
  })
  for (const call of await readDemoCalls({ methods: parts.door.methods, now: nextEvening() }))
    await fillCall(parts, call)
  await parts.database.transaction(tx => keepDemo(tx, 'shown'))
  return true
}

const hour = 3_600_000

/** Calls close in the evening where they are, as people would choose: at 17:00 UTC. */
const nextEvening = (): Date =>
  new Date(Math.ceil((Date.now() - 17 * hour) / (24 * hour)) * 24 * hour + 17 * hour)

/** Organisations of the demo say what they are, so that all of it can be found again. */
async function found({ database }: ImportParts, organisation: DemoOrganisation): Promise<string> {
  const organisationId = newId()
  await database.transaction(async tx => {
    for (const slug of slugsFor(organisation.slug)) {
      if (await insertOrganisation(tx, { ...organisation, slug, organisationId, isDemo: true })) break
    }
    await insertLog(tx, organisationId, 'organisation')
  })
  return organisationId
}

const slugsFor = (slug: string): string[] => [
  slug,
  ...Array.from({ length: 50 }, (_, n) => `${slug}-demo-${n + 1}`)
]

async function freeSlug({ database }: ImportParts, slug: string): Promise<string> {
  for (const name of slugsFor(slug)) if (!(await findCall(database, name))) return name
  return `${slug}-${newId()}`
}

async function fillCall(parts: ImportParts, { organisation, call, ideas }: DemoCall): Promise<void> {
  const { door, database } = parts
  const organisationId = await found(parts, organisation)
  const slug = await freeSlug(parts, call.slug)
  const { result } = await door.perform(draftCall, who, { organisationId, slug, fields: call.fields }, how)
  const { callId } = result
  await door.perform(openCall, who, { callId }, how)
  const { stepId } = (await findCall(database, callId))!.steps[0]!
  const target = { callId, stepId, source: 'demo' }
  const items = ideas.map((idea, n) => ({
    key: `idea ${n}`,
    author: idea.author,
    authorName: idea.author,
    body: idea.body,
    language: call.fields.language
  }))
  await door.perform(importContributions, who, { ...target, items }, how)
  await door.perform(importResponses, who, { ...target, items: supportsOf(ideas) }, how)
  await comment(parts, callId, ideas)
  await parts.sequencer.run()
}

/**
 * Who supports what: for each idea as many of the crowd as its number says, picked so that people differ and every run
 * gives the same.
 */
function supportsOf(ideas: readonly DemoIdea[]): { person: string; target: string }[] {
  const crowd = Math.ceil(Math.max(...ideas.map(idea => idea.supports)) * 1.6)
  return ideas.flatMap(({ supports }, n) => {
    // A step that shares no factor with the size of the crowd visits everybody once.
    const step = stepAround(crowd, 7 + 13 * n)
    return Array.from({ length: supports }, (_, k) => ({
      person: `supporter ${(n * 17 + k * step) % crowd}`,
      target: `idea ${n}`
    }))
  })
}

function stepAround(size: number, from: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
  let step = from
  while (divisor(step, size) !== 1) step += 1
  return step
}

/** Comments come from people who are in the call already, or from guests. */
async function comment(
  { door, database }: ImportParts,
  callId: string,
  ideas: readonly DemoIdea[]
): Promise<void> {
  const rows = await database.query<{ key: string; subject_id: string; person_id: string | null }>(sql`
    select i.key, i.subject_id, p.person_id from imports i
    left join participants p on p.call_id = i.call_id and p.participant_id = i.subject_id
    where i.call_id = ${callId} and i.source = 'demo' and i.key not like 'person supporter %'`)
  const known = new Map(rows.map(row => [row.key, row]))
  const personOf = new Map(
    rows.flatMap(row => (row.person_id ? [[row.key.slice('person '.length), row.person_id] as const] : []))
  )
  const say = async (
    target: string,
    { name, text }: { name: string; text: string },
    parentId?: string
  ): Promise<string> => {
    const guest: Who = { kind: 'guest', personId: personOf.get(name) ?? null, address: `demo ${newId()}` }
    const { result, personId } = await door.perform(
      makeComment,
      guest,
      { callId, target, body: text, name, ...(parentId ? { parentId } : {}) },
      how
    )
    personOf.set(name, personId!)
    return result.commentId
  }
  for (const [n, { comments }] of ideas.entries()) {
    const target = known.get(`contribution idea ${n}`)!.subject_id
    for (const { replies, ...first } of comments) {
      const commentId = await say(target, first)
      for (const reply of replies) await say(target, reply, commentId)
    }
  }
}
