import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findCallView, listCalls } from '../../src/core/call/views.ts'
import { listComments } from '../../src/core/comment/views.ts'
import { makeComment } from '../../src/core/comment/acts.ts'
import { findMosaic } from '../../src/core/contribution/mosaic.ts'
import {
  findContributionView,
  findStepTotalsView,
  listContributions,
  listVersions,
  similarContributions
} from '../../src/core/contribution/views.ts'
import { listLines } from '../../src/core/ledger/views.ts'
import { blockPerson } from '../../src/core/person/acts.ts'
import { listBlocks } from '../../src/core/person/views.ts'
import { giveResponse } from '../../src/core/response/acts.ts'
import { findResultView } from '../../src/core/result/views.ts'
import type { Database } from '../../src/db/database.server.ts'
import { sql } from '../../src/db/sql.server.ts'
import { freshDatabase } from '../support/database.ts'
import { aCall, aGuest, anIdea, aPerson, sequence } from '../support/world.ts'
import type { World } from '../support/world.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

describe('while totals are hidden', () => {
  /** Everything that a guest can see of how a step stands. */
  async function seen({ door, callId, stepId, slug }: World, ids: readonly string[]): Promise<unknown[]> {
    const guest = aGuest()
    const step = { callId, stepId }
    const calls = await door.look(listCalls, guest, { tiles: 100 })
    return [
      await door.look(findCallView, guest, { call: slug }),
      calls.items.filter(call => call.callId === callId),
      await door.look(listContributions, guest, step),
      await door.look(listContributions, guest, { ...step, order: 'newest' }),
      await door.look(listContributions, guest, { ...step, q: 'bench' }),
      await door.look(findMosaic, guest, step),
      await door.look(findMosaic, guest, { ...step, detail: 'named' }),
      await door.look(similarContributions, guest, { ...step, text: 'A bench' }),
      // That something happened is said by the record as well; how it stands is not.
      { ...(await door.look(findStepTotalsView, guest, step)), version: null },
      await door.look(findResultView, guest, step),
      ...(await Promise.all(
        ids.flatMap(contributionId => [
          door.look(findContributionView, guest, { callId, contributionId }),
          door.look(listVersions, guest, { callId, contributionId }),
          door.look(listComments, guest, { callId, target: contributionId })
        ])
      ))
    ]
  }

  test.each(['support', 'score'] as const)('nothing that a guest sees moves with a %s', async respond => {
    const world = await aCall(database, { settings: { totals: 'after-close', respond } })
    const { door, callId, stepId } = world
    const ids: string[] = []
    for (const title of ['A bench', 'Another bench', 'One more bench'])
      ids.push((await anIdea(world, aGuest(), { title })).contributionId)
    await sequence(database)
    const before = await seen(world, ids)
    const body = respond === 'score' ? { body: { score: 5 } } : {}
    for (let n = 0; n < 4; n++)
      await door.perform(giveResponse, aGuest(), { callId, stepId, target: ids[1]!, ...body })
    await sequence(database)
    // The picture of a step is kept for a moment.
    await new Promise(resolve => setTimeout(resolve, 1_200))
    expect(await seen(world, ids)).toEqual(before)
    const { items } = await door.look(listLines, aGuest(), { log: callId, limit: 500 })
    expect(JSON.stringify(items)).not.toContain('response.give')
  })
})

describe('who is behind a part in a call', () => {
  test('is not told by a response: its alias stands nowhere beside what the same person wrote', async () => {
    const world = await aCall(database)
    const { door, callId, stepId } = world
    const { contributionId } = await anIdea(world, aGuest())
    const person = await aPerson(database)
    await door.perform(makeComment, person, {
      callId,
      target: contributionId,
      body: 'So it is.',
      name: 'Olena'
    })
    await door.perform(giveResponse, person, { callId, stepId, target: contributionId })
    await sequence(database)
    const [part] = await database.query<{ alias: string; participant_id: string }>(sql`
      select alias, participant_id from participants where call_id = ${callId} and person_id = ${person.personId}`)
    const { items } = await door.look(listLines, aGuest(), { log: callId, limit: 500 })
    const lines = items.map(item => JSON.stringify(item))
    expect(lines.filter(line => line.includes(part!.alias))).toHaveLength(1)
    for (const line of lines) {
      expect(line).not.toContain(person.personId)
      expect(
        line.includes(part!.alias) && (line.includes(part!.participant_id) || line.includes('Olena'))
      ).toBe(false)
    }
  })

  test('is not told by blocking: a name given in one call stays there', async () => {
    const [named, nameless] = [await aCall(database), await aCall(database)]
    const person = await aPerson(database, { name: 'Olena Petrenko' })
    await anIdea(named, person, { name: 'Olena Petrenko' })
    await anIdea(nameless, person)
    const blocker = aGuest((await anIdea(nameless, aGuest())).author.personId)
    const [part] = await database.query<{ participant_id: string }>(sql`
      select participant_id from participants where call_id = ${nameless.callId} and person_id = ${person.personId}`)
    await nameless.door.perform(blockPerson, blocker, {
      callId: nameless.callId,
      participantId: part!.participant_id
    })
    const { items } = await nameless.door.look(listBlocks, blocker, {})
    expect(items).toMatchObject([{ name: null }])
  })
})
