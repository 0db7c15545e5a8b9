import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../tests/support/database.ts'
import { aCall, aDoor, aGuest, aPerson, anIdea, sequence } from '../../../../tests/support/world.ts'
import type { World } from '../../../../tests/support/world.ts'
import type { Database } from '../../../db/database.server.ts'
import { sql } from '../../../db/sql.server.ts'
import { methods } from '../../../methods/index.ts'
import { findCall } from '../../call/store.server.ts'
import { findCallView, listCalls } from '../../call/views.ts'
import { listComments } from '../../comment/views.ts'
import { listContributions } from '../../contribution/views.ts'
import { newId } from '../../door/id.ts'
import type { Door } from '../../door/perform.server.ts'
import { folderStorage } from '../../file/folder-storage.server.ts'
import { keyOf } from '../../file/store.server.ts'
import { deleteUnwanted } from '../../file/unwanted.server.ts'
import { Sequencer } from '../../ledger/sequencer.server.ts'
import { generateNoteKey, parseSkey } from '../../ledger/signed-note.ts'
import { setUpCode } from '../../organisation/set-up.server.ts'
import { compareWithSource } from '../import/compare-with-source.server.ts'
import { readPolis } from '../import/read-polis.server.ts'
import { findDemoView, removeDemo, showDemo } from './acts.ts'
import { bowlingGreen, readDemoCalls } from './content.server.ts'
import { fillDemo } from './fill-demo.server.ts'

let database: Database
let door: Door
let world: World
let before: Record<string, number>

beforeAll(async () => {
  database = await freshDatabase()
  ;({ door } = aDoor(database))
  world = await aCall(database)
  await anIdea(world, aGuest())
})
afterAll(() => database.close())

const parts = () => ({
  database,
  door,
  sequencer: new Sequencer(database, parseSkey(generateNoteKey('mozaika.example').skey)!)
})

/** How many rows each table has. */
async function counts(): Promise<Record<string, number>> {
  const { rows: tables } = await database.pool.query<{ name: string }>(`
    select quote_ident(relname) as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`)
  const found: Record<string, number> = {}
  for (const { name } of tables)
    found[name] = (await database.pool.query<{ n: number }>(`select count(*) as n from ${name}`)).rows[0]!.n
  return found
}

describe('the demo', () => {
  test('is shown to nobody but an owner, the operator, or whoever holds the set-up code', async () => {
    const moderator = await aPerson(database, { role: 'moderator', organisationId: world.organisationId })
    for (const who of [aGuest(), moderator]) {
      await expect(door.perform(showDemo, who, {})).rejects.toMatchObject({ code: /not-/ })
      await expect(door.perform(removeDemo, who, {})).rejects.toMatchObject({ code: /not-/ })
    }
    await expect(door.perform(showDemo, aGuest(), { code: 'guessed' })).rejects.toMatchObject({
      code: 'wrong-code'
    })
    expect(await door.look(findDemoView, aGuest(), {})).toEqual({ state: 'none', organisations: 0, calls: 0 })
    expect(await fillDemo(parts())).toBe(false)
  })

  test(
    'is filled once, with a conversation that equals its source and two calls that are open',
    { timeout: 120_000 },
    async () => {
      await sequence(database)
      before = await counts()
      const code = (await setUpCode(database))!
      before = { ...before, instance_facts: (await counts())['instance_facts']! }
      expect((await door.perform(showDemo, aGuest(), { code })).result).toEqual({ state: 'wanted' })
      const filled = await Promise.all([fillDemo(parts()), fillDemo(parts())])
      expect(filled.sort()).toEqual([false, true])
      expect(await door.look(findDemoView, aGuest(), {})).toEqual({
        state: 'shown',
        organisations: 3,
        calls: 3
      })
      expect((await door.perform(showDemo, world.owner, {})).result).toEqual({ state: 'shown' })

      const conversation = await readPolis(fileURLToPath(bowlingGreen))
      expect([
        conversation.statements.length,
        new Set(conversation.statements.map(one => one.author)).size,
        conversation.people.length
      ]).toEqual([896, 403, 2_031])
      const call = (await findCall(database, 'bowling-green'))!
      const compared = await compareWithSource(
        database,
        { callId: call.callId, stepId: call.steps[0]!.stepId, slug: call.slug },
        conversation
      )
      expect(compared).toMatchObject({
        agrees: { all: 109_752, onPublished: 109_378, onHidden: 374 },
        supports: { inResult: 109_378, onHidden: 374 },
        unequal: []
      })
      expect(compared.summaryDiffers).toHaveLength(157)
      expect(call.attribution).toContain(
        'sub-licensed under CC BY 4.0 with Attribution to The Computational Democracy Project'
      )
    }
  )

  test('has the supports and comments that its files say', async () => {
    const contents = await readDemoCalls({ methods, now: new Date() })
    expect(contents.map(one => one.call.fields.language)).toEqual(['uk', 'pl'])
    for (const { call, ideas } of contents) {
      expect(ideas.length).toBeGreaterThanOrEqual(25)
      const shown = await door.look(findCallView, aGuest(), { call: call.slug })
      expect(shown).toMatchObject({ state: 'open', isDemo: true, language: call.fields.language })
      const { callId } = shown
      const stepId = shown.steps[0]!.stepId
      const { items } = await door.look(listContributions, aGuest(), { callId, stepId, limit: 50 })
      expect(items.map(({ title, value }) => ({ title, value }))).toEqual(
        ideas
          .map(({ body, supports }) => ({ title: body['title'], value: supports }))
          .sort((a, b) => b.value - a.value)
      )
      expect(items.reduce((total, one) => total + one.comments, 0)).toBe(
        ideas.flatMap(idea => idea.comments.flatMap(one => [one, ...one.replies])).length
      )
      const { items: threads } = await door.look(listComments, aGuest(), {
        callId,
        target: items[0]!.contributionId
      })
      expect(threads[0]?.author).toBeTruthy()
    }
    const { items: calls } = await door.look(listCalls, aGuest(), { state: 'open' })
    expect(calls.filter(one => one.isDemo)).toHaveLength(2)
  })

  test('is removed wholly, and nothing else is, not even whoever tried it out', async () => {
    const call = (await findCall(database, 'naberezhna'))!
    const visitor = await anIdea({ ...world, callId: call.callId, stepId: call.steps[0]!.stepId }, aGuest(), {
      title: 'From a visitor'
    })
    const { storage, stored, remove } = await aPicture(call.callId)
    const { result } = await door.perform(removeDemo, world.owner, {})
    expect(result).toEqual({ organisations: 3, calls: 3 })
    expect(await stored()).toHaveLength(2)
    expect(await deleteUnwanted({ database, storage })).toBe(2)
    expect(await stored()).toEqual([])
    await remove()
    const { people, ...after } = await counts()
    const { people: peopleBefore, ...rest } = before
    expect(after).toEqual(rest)
    expect(people).toBe(peopleBefore! + 1)
    expect(
      await database.query(sql`select 1 from people where person_id = ${visitor.author.personId}`)
    ).toHaveLength(1)
    expect(await door.look(findDemoView, aGuest(), {})).toEqual({ state: 'none', organisations: 0, calls: 0 })
  })
})

/** A picture in a call, in both its sizes, with the folder it lies in. */
async function aPicture(callId: string) {
  const folder = await mkdtemp(join(tmpdir(), 'mozaika-files-'))
  const storage = folderStorage(folder)
  const fileId = newId()
  await database.query(sql`
    insert into files (call_id, file_id, name, type, size, sha256, made_at)
    values (${callId}, ${fileId}, 'lime.jpg', 'image/jpeg', 3, '\\x00', now())`)
  for (const size of ['full', 'thumb'] as const)
    await storage.put(keyOf(callId, fileId, 'image/jpeg', size), new Uint8Array(3), 'image/jpeg')
  return {
    storage,
    stored: async () => (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.jpg')),
    remove: () => rm(folder, { recursive: true })
  }
}
