import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aDoor, aGuest, anIdea, anOrganisation, aPerson } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { listAuthorship } from '../contribution/store.server.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { giveResponse } from '../response/acts.ts'
import { insertAccount } from './account-store.server.ts'
import {
  blockPerson,
  dropDraft,
  editPerson,
  endAllSessions,
  endOneSession,
  keepDraft,
  unblockPerson
} from './acts.ts'
import {
  exportMe,
  findDraft,
  findMe,
  hasDesk,
  listBlocks,
  listContributionsView,
  listReceipts,
  listSessionsView
} from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

async function withSessions(count: number): Promise<Who> {
  const who = await aPerson(database)
  await database.transaction(async tx => {
    await insertAccount(tx, {
      accountId: who.personId,
      email: `${who.personId}@example.org`,
      passwordHash: null
    })
    await tx.query(sql`
      insert into auth.sessions (id, account_id, token, user_agent, expires_at, created_at, updated_at)
      select gen_random_uuid(), ${who.personId}, gen_random_uuid(), 'Browser ' || n, now() + interval '1 day', now(), now()
      from generate_series(1, ${count}) n`)
  })
  return who
}

test('nobody is somebody without having done anything', async () => {
  const { door } = aDoor(database)
  for (const view of [findMe, listContributionsView, listReceipts, listSessionsView, listBlocks, exportMe]) {
    await expect(door.look(view, aGuest(), {})).rejects.toMatchObject({ code: 'not-signed-in' })
  }
})

test('a person has a name and a language, and takes them away again', async () => {
  const { door } = aDoor(database)
  const { owner, organisationId, slug } = await anOrganisation(database)
  await expect(door.perform(editPerson, aGuest(), { name: 'x' })).rejects.toMatchObject({
    code: 'not-signed-in'
  })
  await expect(door.perform(editPerson, owner, { name: 'two\nlines' })).rejects.toMatchObject({
    code: 'invalid'
  })
  await door.perform(editPerson, owner, { name: ' Олена ', language: 'uk' })
  await door.perform(editPerson, owner, { language: 'pl' })
  expect(await door.look(findMe, owner, {})).toMatchObject({
    kind: 'account',
    name: 'Олена',
    language: 'pl',
    roles: [{ organisationId, slug, role: 'owner', callId: null }],
    hasPassword: false,
    passkeys: 0
  })
  await door.perform(editPerson, owner, { name: null })
  expect((await door.look(findMe, owner, {})).name).toBeNull()
})

test('sessions are listed and ended, one or all but one, and never somebody else’s', async () => {
  const { door } = aDoor(database)
  const who = await withSessions(3)
  const list = async () => (await door.look(listSessionsView, who, {})).items.map(one => one.sessionId)
  const [first, second] = (await list()) as [string, string]
  const stranger = await withSessions(1)
  await expect(door.perform(endOneSession, stranger, { sessionId: first })).rejects.toMatchObject({
    code: 'not-found'
  })
  await door.perform(endOneSession, who, { sessionId: first })
  expect(await list()).not.toContain(first)
  expect((await door.perform(endAllSessions, who, { keep: second })).result).toEqual({ ended: 1 })
  expect(await list()).toEqual([second])
  expect((await door.perform(endAllSessions, who, {})).result).toEqual({ ended: 1 })
  expect((await door.look(listSessionsView, stranger, {})).items).toHaveLength(1)
})

test('a token of a person reads, but opens no sessions and takes nothing away', async () => {
  const { door } = aDoor(database)
  const { personId } = await aPerson(database, { name: 'Olena' })
  const token: Who = {
    kind: 'token',
    tokenId: newId(),
    personId,
    organisationId: null,
    scopes: ['read', 'contribute', 'moderate', 'organise'],
    address: '203.0.113.3'
  }
  expect((await door.look(findMe, token, {})).name).toBe('Olena')
  for (const view of [listSessionsView, exportMe, listBlocks]) {
    await expect(door.look(view, token, {})).rejects.toMatchObject({ code: 'not-allowed' })
  }
  await expect(door.perform(editPerson, token, { name: 'x' })).rejects.toMatchObject({ code: 'not-allowed' })
})

test('there is a desk for whoever has a role, in an organisation or in one call of it', async () => {
  const { callId, organisationId, owner, door } = await aCall(database)
  const moderator = await aPerson(database, { role: 'moderator', organisationId, callId })
  const desk = async (who: Who) => (await door.look(hasDesk, who, {})).hasDesk
  expect(await Promise.all([owner, moderator, await aPerson(database)].map(desk))).toEqual([
    true,
    true,
    false
  ])
})

test('somebody is blocked by their part in a call, and seen again', async () => {
  const world = await aCall(database)
  const { author } = await anIdea(world, await aPerson(database), { name: 'Loud' })
  const [part] = await database.query<{ participant_id: string }>(sql`
    select participant_id from participants where call_id = ${world.callId}`)
  const block = (who: Who, participantId: string) =>
    world.door.perform(blockPerson, who, { callId: world.callId, participantId })
  const who = await aPerson(database)
  await expect(block(who, newId())).rejects.toMatchObject({ code: 'not-found' })
  await expect(block(author, part!.participant_id)).rejects.toMatchObject({ code: 'invalid' })
  const input = { callId: world.callId, participantId: part!.participant_id }
  expect((await block(who, part!.participant_id)).result).toEqual(input)
  await block(who, part!.participant_id)
  const { items } = await world.door.look(listBlocks, who, {})
  expect(items).toMatchObject([
    { participantId: part!.participant_id, name: 'Loud', call: { callId: world.callId, slug: world.slug } }
  ])
  await world.door.perform(unblockPerson, who, input)
  expect((await world.door.look(listBlocks, who, {})).items).toEqual([])
})

test('a block in one call tells nothing of who is the same person in another', async () => {
  const author = await aPerson(database)
  const [one, other] = [await aCall(database), await aCall(database)]
  const first = await anIdea(one, author, { name: 'Loud' })
  const second = await anIdea(other, author, { name: 'Somebody else' })
  const [part] = await database.query<{ participant_id: string }>(sql`
    select participant_id from participants where call_id = ${one.callId}`)
  const who = await aPerson(database)
  const { result } = await one.door.perform(blockPerson, who, {
    callId: one.callId,
    participantId: part!.participant_id
  })
  const { items } = await one.door.look(listBlocks, who, {})
  expect(JSON.stringify([result, items])).not.toContain(author.personId)
  const folded = async ({ callId }: World, { contributionId }: { contributionId: string }) =>
    (await listAuthorship(database, callId, [contributionId], who.personId)).folded
  expect(await folded(one, first)).toEqual([first.contributionId])
  expect(await folded(other, second)).toEqual([])
})

test('a guest who blocks becomes somebody with a cookie', async () => {
  const world = await aCall(database)
  await anIdea(world, await aPerson(database))
  const [part] = await database.query<{ participant_id: string }>(sql`
    select participant_id from participants where call_id = ${world.callId}`)
  const input = { callId: world.callId, participantId: part!.participant_id }
  const { personId } = await world.door.perform(blockPerson, aGuest(), input)
  expect((await world.door.look(listBlocks, aGuest(personId), {})).items).toHaveLength(1)
})

test('a draft is kept, replaced, found and thrown away; by a guest too', async () => {
  const { door } = aDoor(database)
  expect(await door.look(findDraft, aGuest(), { place: 'idea:new' })).toEqual({ draft: null })
  const { personId } = await door.perform(keepDraft, aGuest(), { place: 'idea:new', body: { title: 'A' } })
  const guest = aGuest(personId)
  await door.perform(keepDraft, guest, { place: 'idea:new', body: { title: 'B', tags: [1, null, true] } })
  expect((await door.look(findDraft, guest, { place: 'idea:new' })).draft?.body).toEqual({
    title: 'B',
    tags: [1, null, true]
  })
  await door.perform(dropDraft, guest, { place: 'idea:new' })
  expect(await door.look(findDraft, guest, { place: 'idea:new' })).toEqual({ draft: null })
})

test('a draft that could not be kept is refused beside its field', async () => {
  const { door } = aDoor(database)
  const keep = (body: object, place = 'idea:new') => door.perform(keepDraft, aGuest(), { place, body })
  await expect(keep({}, 'Idea new')).rejects.toMatchObject({
    problems: [{ path: 'place', code: 'not-well-formed' }]
  })
  await expect(keep({ text: 'x'.repeat(40_001) })).rejects.toMatchObject({
    problems: [{ path: 'body', code: 'too-long' }]
  })
  for (const text of ['zero \0 character', 'half \ud800 a pair']) {
    await expect(keep({ deep: [{ text }] })).rejects.toMatchObject({
      problems: [{ code: 'control-characters' }]
    })
    await expect(keep({ [text]: 1 })).rejects.toMatchObject({ problems: [{ code: 'control-characters' }] })
  }
  await keep({ text: 'a backslash: \\u0000 is text' })
})

test('of more than fifty drafts the oldest go', async () => {
  const { door } = aDoor(database)
  const who = await aPerson(database)
  await database.query(sql`
    insert into drafts (person_id, place, body, kept_at)
    select ${who.personId}, 'old:' || n, '{}', now() - make_interval(hours => n) from generate_series(1, 50) n`)
  await door.perform(keepDraft, who, { place: 'new', body: {} })
  const places = await database.query<{ place: string }>(
    sql`select place from drafts where person_id = ${who.personId}`
  )
  expect(places).toHaveLength(50)
  expect(places.map(row => row.place)).not.toContain('old:50')
})

test('what is yours is listed page by page, newest first', async () => {
  const world = await aCall(database)
  const who = await aPerson(database)
  const ids: string[] = []
  for (let n = 0; n < 3; n++) ids.push((await anIdea(world, who, { title: `Idea ${n}` })).contributionId)
  await anIdea(world, aGuest())
  const first = await world.door.look(listContributionsView, who, { limit: 2 })
  const rest = await world.door.look(listContributionsView, who, { limit: 2, after: first.next! })
  expect([...first.items, ...rest.items].map(one => one.contributionId)).toEqual(ids.sort().reverse())
  expect(rest.next).toBeNull()
  expect(first.items[0]).toMatchObject({ call: { slug: world.slug }, state: 'published' })
})

test('receipts are of what you did, not of what others did to it', async () => {
  const world = await aCall(database)
  const who = await aPerson(database)
  const { contributionId } = await anIdea(world, who)
  const input = { callId: world.callId, stepId: world.stepId, target: contributionId }
  await world.door.perform(giveResponse, aGuest(), input)
  const { items } = await world.door.look(listReceipts, who, {})
  expect(items.map(one => one.event)).toEqual(['contribution.create'])
  expect(items[0]).toMatchObject({
    call: { callId: world.callId },
    subject: { kind: 'contribution', id: contributionId }
  })
})

test('an export holds everything of the person and nothing of anybody else', async () => {
  const world = await aCall(database)
  const who = await aPerson(database, { name: 'Olena' })
  const { contributionId } = await anIdea(world, who, { title: 'Mine alone' })
  const other = await anIdea(world, await aPerson(database, { name: 'Petro' }), { title: 'Not mine' })
  await world.door.perform(giveResponse, who, {
    callId: world.callId,
    stepId: world.stepId,
    target: other.contributionId
  })
  await world.door.perform(keepDraft, who, { place: 'idea:new', body: { title: 'half done' } })
  const all = await world.door.look(exportMe, who, {})
  expect(all).toMatchObject({
    format: 'mozaika-person/1',
    person: { name: 'Olena' },
    participations: [{ callId: world.callId }],
    contributions: [{ contributionId, title: 'Mine alone', versions: [{ version: 1 }] }],
    responses: [{ target: other.contributionId, state: 'counted' }],
    drafts: [{ body: { title: 'half done' } }]
  })
  const text = JSON.stringify(all)
  expect(text).not.toContain('Petro')
  expect(text).not.toContain('Not mine')
})
