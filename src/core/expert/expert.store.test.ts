import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCall, anIdea, aPerson } from '../../../tests/support/world.ts'
import type { SignedIn, World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import { handRound } from '../notification/hand-round.server.ts'
import { listNotifications } from '../notification/views.ts'
import { erasePerson } from '../person/erase-act.ts'
import { exportMe } from '../person/views.ts'
import { listRoles } from '../role/store.server.ts'
import {
  admitExpert,
  declareConflict,
  declareSkills,
  forwardAsked,
  inviteExpert,
  replyToAsked,
  shareContact,
  withdrawAsked
} from './acts.ts'
import { findSkills, listAsked, listAskedOfMe, searchExperts } from './views.ts'

let database: Database
let world: World
beforeAll(async () => {
  database = await freshDatabase()
  world = await aCall(database)
})
afterAll(() => database.close())

/** Somebody with a page of their own, who may be found unless told otherwise. */
async function anExpert(wish: { skills?: string[]; findable?: boolean; name?: string } = {}) {
  const person = await aPerson(database, { name: 'Real Name' })
  const profile = `p-${newId()}`
  await database.query(sql`
    insert into profiles (person_id, slug, name, is_findable, changed_at)
    values (${person.personId}, ${profile}, ${wish.name ?? 'A pseudonym'}, ${wish.findable ?? true}, now())`)
  await world.door.perform(declareSkills, person, { skills: wish.skills ?? [] })
  return { person, profile }
}

async function anAsked(role: 'juror' | 'advice' = 'juror', in_: World = world) {
  const { person, profile } = await anExpert()
  const { callId } = in_
  const { result } = await in_.door.perform(inviteExpert, in_.owner, {
    callId,
    profile,
    role,
    words: 'You know bridges.'
  })
  return { person, profile, asked: { callId, invitationId: result.invitationId } }
}

const search = async (wish: { skill?: string; work?: string }) =>
  (await world.door.look(searchExperts, world.owner, { organisationId: world.organisationId, ...wish })).items

const rolesIn = ({ personId }: SignedIn) =>
  listRoles(database, personId, world.organisationId, world.callId).then(roles => [...roles])

describe('experts', () => {
  test('are found by a part of a skill, by something like it, and not where they do not want to be', async () => {
    const { profile } = await anExpert({ skills: ['Timber bridges', 'timber Bridges', 'Водопостачання'] })
    await anExpert({ skills: ['Timber bridges'], findable: false })
    for (const skill of ['BRIDGE', 'timbr bridges', 'водопост'])
      expect((await search({ skill })).map(one => one.slug)).toEqual([profile])
    expect(await search({ skill: '100%' })).toEqual([])
    const [found] = await search({ skill: 'timber' })
    expect(found!.skills).toEqual(['Timber bridges', 'Водопостачання'])
    expect(Object.keys(found!)).not.toContain('personId')
  })

  test('are found by words of work that was accepted, with what they did here', async () => {
    const { person, profile } = await anExpert()
    const { contributionId } = await anIdea(world, person, { title: 'A tramway to the harbour' })
    expect(await search({ work: 'tramway' })).toEqual([])
    await database.query(sql`
      update contributions set status = 'accepted' where contribution_id = ${contributionId}`)
    expect(await search({ work: 'TRAMWAY' })).toMatchObject([
      { slug: profile, work: { calls: 1, accepted: 1, done: 0, rated: 0 } }
    ])
    await database.query(sql`
      insert into profile_calls (person_id, call_id, is_hidden) values (${person.personId}, ${world.callId}, true)`)
    expect(await search({ work: 'tramway' })).toEqual([])
    expect((await world.door.look(findSkills, person, {})).work).toMatchObject({ calls: 0, accepted: 0 })
  })

  test('come page by page', async () => {
    for (let n = 0; n < 3; n++) await anExpert({ skills: ['Paging'] })
    const first = await world.door.look(searchExperts, world.owner, {
      organisationId: world.organisationId,
      skill: 'paging',
      limit: 2
    })
    const second = await world.door.look(searchExperts, world.owner, {
      organisationId: world.organisationId,
      skill: 'paging',
      limit: 2,
      after: first.next!
    })
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null])
  })

  test('declare twenty skills at most, each once', async () => {
    const { person } = await anExpert()
    const skills = Array.from({ length: 21 }, (_, n) => `Skill ${n}`)
    await expect(world.door.perform(declareSkills, person, { skills })).rejects.toMatchObject({
      code: 'invalid'
    })
    await world.door.perform(declareSkills, person, { skills: ['Law', 'law', 'LAW'] })
    expect((await world.door.look(findSkills, person, {})).skills).toEqual(['Law'])
  })
})

describe('an expert who is asked', () => {
  test('is told once, though taking part in nothing, and organisers are told of the reply', async () => {
    const { person, asked } = await anAsked()
    await handRound(database)
    await handRound(database)
    const news = (who: SignedIn) => world.door.look(listNotifications, who, {}).then(page => page.items)
    expect(await news(person)).toMatchObject([
      { event: 'expert.invited', because: 'asked', address: '/me/asked' }
    ])
    const before = (await news(world.owner)).length
    await world.door.perform(replyToAsked, person, { ...asked, reply: 'decline', words: 'No time.' })
    await handRound(database)
    expect((await news(world.owner)).length).toBe(before + 1)
  })

  test('gets the role by agreeing without a conflict, in this call alone, and gives it back by declining', async () => {
    const { person, asked } = await anAsked()
    await expect(
      world.door.perform(replyToAsked, person, { ...asked, reply: 'accept' })
    ).rejects.toMatchObject({ problems: [{ path: 'conflict', code: 'required' }] })
    await world.door.perform(replyToAsked, person, { ...asked, reply: 'accept', conflict: '' })
    expect(await rolesIn(person)).toEqual(['juror'])
    expect([...(await listRoles(database, person.personId, world.organisationId))]).toEqual([])
    await world.door.perform(replyToAsked, person, { ...asked, reply: 'decline' })
    expect(await rolesIn(person)).toEqual([])
  })

  test('with a conflict of interest gets the role when an organiser says so; one that comes up later rests it', async () => {
    const { person, asked } = await anAsked()
    const conflict = 'My sister handed in an idea.'
    await world.door.perform(replyToAsked, person, { ...asked, reply: 'accept', conflict })
    expect(await rolesIn(person)).toEqual([])
    await world.door.perform(admitExpert, world.owner, asked)
    expect(await rolesIn(person)).toEqual(['juror'])
    await world.door.perform(declareConflict, person, { ...asked, conflict: 'And my brother.' })
    expect(await rolesIn(person)).toEqual([])
    const { items } = await world.door.look(listAsked, world.owner, { callId: world.callId })
    expect(items.find(item => item.invitationId === asked.invitationId)).toMatchObject({
      conflict: 'And my brother.',
      hasRole: false
    })
  })

  test('may hand it on to somebody who may be found, once', async () => {
    const { person, asked, profile } = await anAsked('advice')
    const other = await anExpert({ name: 'Knows better' })
    const hidden = await anExpert({ findable: false })
    const forward = (to: string) =>
      world.door.perform(forwardAsked, person, { ...asked, profile: to, words: 'Ask her.' })
    await expect(forward(profile)).rejects.toMatchObject({ problems: [{ code: 'yourself' }] })
    await expect(forward(hidden.profile)).rejects.toMatchObject({ problems: [{ code: 'not-found' }] })
    await forward(other.profile)
    await expect(forward(other.profile)).rejects.toMatchObject({ code: 'changed-meanwhile' })
    expect((await world.door.look(listAskedOfMe, other.person, {})).items).toMatchObject([
      { words: 'You know bridges.', forwardedBy: 'A pseudonym', forwardWords: 'Ask her.', contact: null }
    ])
  })

  test('is asked once a call, and not after it ended', async () => {
    const { profile } = await anAsked()
    const ask = (callId: string) =>
      world.door.perform(inviteExpert, world.owner, { callId, profile, role: 'juror', words: '' })
    await expect(ask(world.callId)).rejects.toMatchObject({ code: 'already-asked' })
    const ended = await aCall(database, { organisation: world })
    await database.query(sql`
      insert into cancellations (call_id, reason, cancelled_at) values (${ended.callId}, 'Over.', now())`)
    await database.query(sql`update calls set revision = revision + 1 where call_id = ${ended.callId}`)
    await expect(ask(ended.callId)).rejects.toMatchObject({ code: 'closed' })
  })

  test('and whoever asked see how to reach each other once both agreed, and not before', async () => {
    const { person, asked } = await anAsked('advice')
    const contacts = async () => {
      const { items: desk } = await world.door.look(listAsked, world.owner, { callId: world.callId })
      const { items: own } = await world.door.look(listAskedOfMe, person, {})
      return [desk.find(one => one.invitationId === asked.invitationId)!.contact, own[0]!.contact]
    }
    await world.door.perform(replyToAsked, person, { ...asked, reply: 'accept', conflict: '', shares: true })
    expect(await contacts()).toEqual([null, null])
    await world.door.perform(shareContact, world.owner, { ...asked, shares: true })
    expect(await contacts()).toEqual([
      `${person.personId}@example.org`,
      { name: 'Owner', email: `${world.owner.personId}@example.org` }
    ])
    await world.door.perform(shareContact, person, { ...asked, shares: false })
    expect(await contacts()).toEqual([null, null])
  })

  test('loses the role when it is taken back; a reply to what was taken back is refused', async () => {
    const { person, asked } = await anAsked()
    await world.door.perform(replyToAsked, person, { ...asked, reply: 'accept', conflict: '' })
    await world.door.perform(withdrawAsked, world.owner, asked)
    expect(await rolesIn(person)).toEqual([])
    await expect(
      world.door.perform(replyToAsked, person, { ...asked, reply: 'decline' })
    ).rejects.toMatchObject({ code: 'changed-meanwhile' })
    expect((await world.door.look(listAskedOfMe, person, {})).items).toEqual([])
  })
})

test('an erasure leaves nothing of what an expert said, nor of who asked', async () => {
  const { person, asked } = await anAsked()
  await world.door.perform(declareSkills, person, { skills: ['zqxexpert bridges'] })
  await world.door.perform(replyToAsked, person, {
    ...asked,
    reply: 'accept',
    words: 'zqxexpert will come.',
    conflict: 'zqxexpert owns a boat.'
  })
  const data = await world.door.look(exportMe, person, {})
  expect(JSON.stringify([data.skills, data.askedAsExpert]).match(/zqxexpert/g)).toHaveLength(3)
  await world.door.perform(erasePerson, person, { confirm: 'erase' })
  const left = await database.query(sql`
    select 1 from skills where skill like '%zqxexpert%'
    union all select 1 from expert_invitations e where e::text like '%zqxexpert%' or e.person_id = ${person.personId}`)
  expect(left).toEqual([])
})
