import { afterAll, describe, expect, test } from 'vitest'
import { makeComment } from '../../src/core/comment/acts.ts'
import { listComments } from '../../src/core/comment/views.ts'
import { createContribution } from '../../src/core/contribution/acts.ts'
import { keepFile } from '../../src/core/file/acts.ts'
import { giveRole } from '../../src/core/organisation/acts.ts'
import { giveResponse } from '../../src/core/response/acts.ts'
import { listOwn } from '../../src/core/response/views.ts'
import { dropDraft, keepDraft } from '../../src/core/person/acts.ts'
import { findDraft } from '../../src/core/person/views.ts'
import type { Who } from '../../src/core/door/who.ts'
import { sql } from '../../src/db/sql.server.ts'
import { freshDatabase } from '../support/database.ts'
import { aCall, aGuest, anIdea, aPerson } from '../support/world.ts'
import type { World } from '../support/world.ts'
import { kinds, readAccess, titleOf } from './access-table.ts'
import type { Row } from './access-table.ts'
import { aPreparedFile } from './attempts/contributions.ts'
import { attempts } from './attempts/index.ts'
import { fingerprint } from './fingerprint.ts'
import { changedAt, placesOf } from './places.ts'
import { aScene, aStranger, definitionsFor, knock } from './scene.ts'

const database = await freshDatabase()
const definitions = definitionsFor(database)
afterAll(() => database.close())

const isId = (value: unknown) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(value))
const valueAt = (input: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], input)

/** Somebody who may all that the row allows in an organisation of their own, and a right input there. */
async function aPowerful(row: Row) {
  const attempt = attempts[titleOf(row)]!
  const kind = row.cells.owner === 'no' ? kinds.find(kind => row.cells[kind] !== 'no')! : 'owner'
  const { scene, actors } = await aScene(database, attempt, [kind])
  const actor = actors.get(kind)!
  const input = (await attempt.input(scene, actor.self ?? (await aStranger(scene)))) as object
  return { scene, who: actor.who, input }
}

const idsOf = (input: object) => placesOf(input, 'text').filter(path => isId(valueAt(input, path)))

describe('whoever may everything at home', () => {
  const rows = [...new Map(readAccess().map(row => [row.name, row]))]
  test.each(rows)('reaches nothing elsewhere by an id in the right place: %s', async (_, row) => {
    const { scene, who, input } = await aPowerful(row)
    const places = idsOf(input)
    // A single id is no mixture: whether it may be named at all is what the table of access is about.
    if (places.length < 2) return
    const { input: elsewhere } = await aPowerful(row)
    const before = await fingerprint(database)
    for (const path of places) {
      const mixed = changedAt(input, path, () => valueAt(elsewhere, path))
      const { end } = await knock(scene, definitions.get(row.name)!, who, mixed)
      // That a delivery has ended is written down where there is one, and nowhere else: seen below by what is left.
      if (row.name !== 'webhook.record') expect(`${path.join('.')}: ${end}`).not.toMatch(/: done$/)
    }
    expect(await fingerprint(database)).toEqual(before)
  })
})

describe('in one call', () => {
  const step = ({ callId, stepId }: World) => ({ callId, stepId })
  const create = (world: World, who: Who, more: object) =>
    world.door.perform(createContribution, who, {
      ...step(world),
      body: { title: 'A bench', text: '' },
      ...more
    })
  const send = async (world: World, who: Who) => {
    const { result, personId } = await world.door.perform(keepFile, who, {
      ...step(world),
      file: aPreparedFile()
    })
    return { fileId: result.fileId, sender: aGuest(personId) }
  }

  test('nobody hands in what somebody else sent, nor one file twice', async () => {
    const world = await aCall(database)
    const other = await aCall(database, { organisation: world, door: world })
    const mine = await send(world, aGuest())
    const theirs = await send(world, aGuest())
    const elsewhere = await send(other, mine.sender)
    for (const fileIds of [[theirs.fileId], [mine.fileId, theirs.fileId], [elsewhere.fileId]])
      await expect(create(world, mine.sender, { fileIds })).rejects.toMatchObject({
        problems: [{ path: 'fileIds', code: 'not-found' }]
      })
    await create(world, mine.sender, { fileIds: [mine.fileId] })
    await expect(create(world, mine.sender, { fileIds: [mine.fileId] })).rejects.toMatchObject({
      code: 'invalid'
    })
    await expect(
      create(world, theirs.sender, { fileIds: [theirs.fileId, theirs.fileId] })
    ).rejects.toMatchObject({ code: 'invalid' })
  })

  test('nothing is built on what is not there for all', async () => {
    const world = await aCall(database)
    const other = await aCall(database, { organisation: world, door: world })
    const held = await aCall(database, {
      organisation: world,
      door: world,
      settings: { moderation: 'before' }
    })
    for (const [place, source] of [
      [world, other],
      [held, held]
    ] as const) {
      const { contributionId, author } = await anIdea(source, aGuest())
      await expect(create(place, author, { buildsOn: contributionId })).rejects.toMatchObject({
        problems: [{ path: 'buildsOn', code: 'not-found' }]
      })
    }
  })

  test('a comment answers to one of its own thread only', async () => {
    const world = await aCall(database)
    const { callId, door } = world
    const one = await anIdea(world, aGuest())
    const two = await anIdea(world, aGuest())
    const comment = (target: string, parentId?: string) =>
      door.perform(makeComment, one.author, {
        callId,
        target,
        body: 'So it is.',
        ...(parentId ? { parentId } : {})
      })
    const { result } = await comment(one.contributionId)
    await expect(comment(two.contributionId, result.commentId)).rejects.toMatchObject({
      problems: [{ path: 'parentId', code: 'not-found' }]
    })
    const replies = await door.look(listComments, aGuest(), {
      callId,
      target: two.contributionId,
      parentId: result.commentId
    })
    expect(replies.items).toEqual([])
  })

  test('a response goes to a contribution of its step, and nobody sees another one’s', async () => {
    const world = await aCall(database)
    const [first] = world.fields.steps
    const steps = [first!, { ...first!, slug: 'later', title: 'Later' }]
    const two = await aCall(database, { organisation: world, door: world, fields: { steps } })
    const { contributionId: target } = await anIdea(two, aGuest())
    const [later] = await database.query<{ step_id: string }>(sql`
      select step_id from steps where call_id = ${two.callId} and position = 2`)
    const { callId, stepId, door } = two
    const give = (who: Who, stepId: string) => door.perform(giveResponse, who, { callId, stepId, target })
    await expect(give(aGuest(), later!.step_id)).rejects.toMatchObject({ code: 'not-found' })
    const { personId } = await give(aGuest(), stepId)
    const mine = (who: Who) => door.look(listOwn, who, { callId, stepId, targets: [target] })
    expect((await mine(aGuest(personId))).mine).toHaveLength(1)
    expect((await mine(two.owner)).mine).toEqual([])
  })

  test('a role is given in calls of the organisation alone', async () => {
    const world = await aCall(database)
    const other = await aCall(database)
    const { organisationId, door, owner } = world
    const { personId } = await aPerson(database, { role: 'juror', organisationId })
    const give = door.perform(giveRole, owner, {
      organisationId,
      personId,
      role: 'moderator',
      callId: other.callId
    })
    await expect(give).rejects.toMatchObject({ problems: [{ path: 'callId', code: 'not-found' }] })
  })
})

test('a draft under the same name is another person’s own', async () => {
  const { door } = await aCall(database)
  const [mine, theirs] = [await aPerson(database), await aPerson(database)]
  await door.perform(keepDraft, mine, { place: 'idea:new', body: { title: 'Mine' } })
  await door.perform(keepDraft, theirs, { place: 'idea:new', body: { title: 'Theirs' } })
  await door.perform(dropDraft, theirs, { place: 'idea:new' })
  expect((await door.look(findDraft, mine, { place: 'idea:new' })).draft?.body).toEqual({ title: 'Mine' })
  expect((await door.look(findDraft, theirs, { place: 'idea:new' })).draft).toBeNull()
})
