import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../../tests/support/database.ts'
import { aDoor, aGuest, anOrganisation } from '../../../../tests/support/world.ts'
import type { Database } from '../../../db/database.server.ts'
import { findStepTotalsView, listContributions } from '../../contribution/views.ts'
import { Sequencer } from '../../ledger/sequencer.server.ts'
import { generateNoteKey, parseSkey } from '../../ledger/signed-note.ts'
import { inventedIdeas, inventedSupports } from './invented-ideas.ts'
import { seedCall } from './seed-call.server.ts'

let database: Database
beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.close())

test('invented ideas are each of a title of its own, and nobody supports one twice', () => {
  const titles = [...inventedIdeas(5_000)].map(({ title }) => title)
  expect(new Set(titles).size).toBe(5_000)
  const pairs = [...inventedSupports(50, 2_000)].map(({ person, idea }) => `${person} ${idea}`)
  expect(new Set(pairs).size).toBe(2_000)
  expect([...inventedSupports(2, 900)]).toHaveLength(200)
})

test('a seeded call has as many ideas and supports as were asked for, in lists and totals', async () => {
  const { door } = aDoor(database)
  const { organisationId, owner } = await anOrganisation(database)
  const sequencer = new Sequencer(database, parseSkey(generateNoteKey('mozaika.example').skey)!)
  const told: number[] = []
  const wish = {
    organisationId,
    slug: 'seeded',
    ideas: 700,
    supports: 6_000,
    report: ({ count }: { count: number }) => told.push(count)
  }
  const { callId, stepId } = await seedCall({ database, door, sequencer }, owner, wish)
  expect(told).toEqual([500, 700, 5_000, 6_000])
  expect(await door.look(findStepTotalsView, aGuest(), { callId, stepId })).toMatchObject({
    contributions: 700,
    responses: 6_000
  })
  const { items } = await door.look(listContributions, aGuest(), { callId, stepId })
  expect(items[0]!.value).toBeGreaterThan(items.at(-1)!.value!)
})
