import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aDoor, aGuest, anOrganisation, aPerson } from '../../../tests/support/world.ts'
import type { SignedIn } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { erasePerson } from '../person/erase-act.ts'
import { exportMe } from '../person/views.ts'
import {
  admitMember,
  closeGroupAct,
  consentToLoosening,
  dropLooseningAct,
  editGroup,
  inviteToGroup,
  joinGroup,
  leaveGroup,
  makeGroup,
  refuseMember,
  setStewardAct
} from './acts.ts'
import { questionId } from './rules.ts'
import type { Circle } from './rules.ts'
import { findGroupView, listGroupMembers, listGroups, listOwnGroupsView } from './views.ts'

let database: Database
beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.close())

const narrow: Circle = { visibility: 'members', discoverability: 'invited', joining: 'invited' }
const asking: Circle = { visibility: 'members', discoverability: 'listed', joining: 'asked' }
const wide: Circle = { visibility: 'everybody', discoverability: 'listed', joining: 'open' }
const texts = { name: 'Neighbours', about: 'Of this street.', questions: [] }

async function aGroup(circle: Circle, more: object = {}) {
  const organisation = await anOrganisation(database)
  const { organisationId, owner } = organisation
  const { door, letters } = aDoor(database)
  const wish = { organisationId, slug: `group-${newId()}`, ...texts, ...circle, ...more }
  const { result } = await door.perform(makeGroup, owner, wish)
  const groupId = result.groupId
  const find = (who: Who) => door.look(findGroupView, who, { groupId })
  const edit = async (who: Who, change: object) => {
    const { revision } = await find(owner)
    return (await door.perform(editGroup, who, { groupId, revision, ...texts, ...circle, ...change })).result
  }
  /** A member whom the owner let in. */
  const aMember = async (name = 'Member') => {
    const person = await aPerson(database, { name })
    await database.query(sql`
      insert into group_members (group_id, person_id, state, changed_at) values (${groupId}, ${person.personId}, 'member', now())`)
    return person
  }
  return { organisationId, owner, door, letters, groupId, find, edit, aMember }
}

const agree = async (group: Awaited<ReturnType<typeof aGroup>>, who: SignedIn) => {
  const { loosening } = await group.find(who)
  const { groupId } = group
  return (await group.door.perform(consentToLoosening, who, { groupId, looseningId: loosening!.looseningId }))
    .result
}

describe('a group', () => {
  test('that hides is not there for strangers, guests and people of other organisations', async () => {
    const { find, door, organisationId, owner, groupId } = await aGroup(narrow)
    for (const who of [aGuest(), await aPerson(database), (await anOrganisation(database)).owner]) {
      await expect(find(who)).rejects.toMatchObject({ code: 'not-found' })
      await expect(door.perform(joinGroup, who, { groupId })).rejects.toMatchObject({ code: 'not-found' })
      expect((await door.look(listGroups, who, { organisationId })).items).toEqual([])
    }
    expect((await door.look(listGroups, owner, { organisationId })).items).toHaveLength(1)
  })

  test('by its address alone is found there and not listed', async () => {
    const { find, door, organisationId } = await aGroup({ ...asking, discoverability: 'by-address' })
    expect((await find(aGuest())).name).toBe('Neighbours')
    expect((await door.look(listGroups, aGuest(), { organisationId })).items).toEqual([])
  })

  test('shows its members and calls to members alone, unless it is for everybody to see', async () => {
    const { find, door, groupId } = await aGroup(asking)
    expect(await find(aGuest())).toMatchObject({ members: null, calls: [], loosening: null, asking: null })
    await expect(door.look(listGroupMembers, aGuest(), { groupId })).rejects.toMatchObject({
      code: 'not-signed-in'
    })
    const seen = await aGroup(wide)
    expect((await seen.door.look(listGroupMembers, aGuest(), { groupId: seen.groupId })).items).toHaveLength(
      1
    )
  })

  test('has an address of its own in its organisation', async () => {
    const { door, owner, organisationId } = await aGroup(wide, { slug: 'street' })
    await expect(
      door.perform(makeGroup, owner, { organisationId, slug: 'street', ...texts, ...wide })
    ).rejects.toMatchObject({ code: 'name-taken' })
  })

  test('changed by two at once tells the second', async () => {
    const { door, owner, groupId } = await aGroup(wide)
    const change = (name: string) =>
      door.perform(editGroup, owner, { groupId, revision: 1, ...texts, ...wide, name })
    const ends = await Promise.allSettled([change('One'), change('Other')])
    expect(ends.map(end => end.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(ends.find(end => end.status === 'rejected')).toMatchObject({
      reason: { code: 'changed-meanwhile' }
    })
  })

  test('that is closed takes nobody in', async () => {
    const { door, owner, groupId } = await aGroup(wide)
    await door.perform(closeGroupAct, owner, { groupId })
    await expect(door.perform(joinGroup, await aPerson(database), { groupId })).rejects.toMatchObject({
      code: 'closed'
    })
  })

  test('lists its members page by page, each once', async () => {
    const { door, owner, groupId, aMember } = await aGroup(asking)
    for (let n = 0; n < 4; n++) await aMember()
    const seen: string[] = []
    for (let after: string | null | undefined; after !== null;) {
      const page = await door.look(listGroupMembers, owner, {
        groupId,
        limit: 2,
        ...(after ? { after } : {})
      })
      seen.push(...page.items.map(item => item.personId))
      after = page.next
    }
    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)
  })
})

describe('joining', () => {
  const questions = [
    { text: 'Where do you live?', required: true },
    { text: 'Anything else?', required: false }
  ]
  const id = questionId(questions[0]!)

  test('needs an answer to what must be answered, beside the question', async () => {
    const { door, groupId } = await aGroup(asking, { questions })
    const person = await aPerson(database)
    await expect(door.perform(joinGroup, person, { groupId })).rejects.toMatchObject({
      problems: [{ path: `answers.${id}`, code: 'required' }]
    })
    await expect(
      door.perform(joinGroup, person, { groupId, answers: { other: 'An old form' } })
    ).rejects.toMatchObject({ code: 'changed-meanwhile' })
  })

  test('is decided by a steward, who reads the answers; a refusal is read by whom it concerns', async () => {
    const { door, owner, groupId, find, aMember } = await aGroup(asking, { questions })
    const [one, other] = [await aPerson(database, { name: 'Olena' }), await aPerson(database)]
    for (const who of [one, other]) {
      const { result } = await door.perform(joinGroup, who, { groupId, answers: { [id]: 'In the park' } })
      expect(result.state).toBe('asked')
    }
    const steward = await aMember()
    await door.perform(setStewardAct, owner, { groupId, personId: steward.personId, isSteward: true })
    const list = await door.look(listGroupMembers, steward, { groupId, state: 'asked' })
    expect(list.items[0]).toMatchObject({
      name: 'Olena',
      answers: [{ question: 'Where do you live?', answer: 'In the park' }]
    })
    await door.perform(admitMember, steward, { groupId, personId: one.personId })
    await door.perform(refuseMember, steward, {
      groupId,
      personId: other.personId,
      reason: 'Not of our street.'
    })
    expect((await find(one)).you.state).toBe('member')
    expect((await find(other)).you).toMatchObject({ state: 'refused', reason: 'Not of our street.' })
    await expect(
      door.perform(admitMember, owner, { groupId, personId: other.personId })
    ).rejects.toMatchObject({ code: 'changed-meanwhile' })
    const members = await door.look(listGroupMembers, one, { groupId })
    expect(members.items.flatMap(item => item.answers)).toEqual([])
  })

  test('by invitation is for whoever proved the address; the letter goes once', async () => {
    const { door, letters, owner, groupId, find } = await aGroup(narrow)
    const email = `${newId()}@example.org`
    for (let n = 0; n < 2; n++)
      await door.perform(inviteToGroup, owner, { groupId, email: email.toUpperCase(), language: 'uk' })
    expect(letters.filter(letter => letter.to === email)).toHaveLength(1)
    const invited = await aPerson(database, { email })
    expect((await door.look(listOwnGroupsView, invited, {})).items).toMatchObject([{ state: 'invited' }])
    expect((await find(invited)).you.isInvited).toBe(true)
    await door.perform(joinGroup, invited, { groupId })
    expect((await find(invited)).you.state).toBe('member')
    await door.perform(leaveGroup, invited, { groupId })
    await expect(find(invited)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a wider circle', () => {
  test('holds once every member agreed, and what is narrower holds at once', async () => {
    const group = await aGroup({ ...asking, discoverability: 'by-address' })
    const [one, other] = [await group.aMember(), await group.aMember()]
    const change = { visibility: 'everybody', discoverability: 'invited' }
    expect(await group.edit(group.owner, change)).toMatchObject({ proposed: true })
    expect(await group.find(one)).toMatchObject({
      visibility: 'members',
      discoverability: 'invited',
      loosening: { members: 3, consents: 1, hasConsented: false }
    })
    expect(await agree(group, one)).toMatchObject({ holds: false })
    expect(await agree(group, one)).toMatchObject({ holds: false })
    expect(await agree(group, other)).toMatchObject({ holds: true })
    expect(await group.find(one)).toMatchObject({ visibility: 'everybody', loosening: null })
  })

  test('holds when the last who had not agreed leaves, or is erased', async () => {
    for (const goes of ['leaves', 'is erased']) {
      const group = await aGroup(asking)
      const member = await group.aMember()
      await group.edit(group.owner, wide)
      if (goes === 'leaves') await group.door.perform(leaveGroup, member, { groupId: group.groupId })
      else await group.door.perform(erasePerson, member, { confirm: 'erase' })
      expect(await group.find(group.owner)).toMatchObject({ ...wide, loosening: null })
    }
  })

  test('is dropped when a member is shown out, so that nobody is shown out for not agreeing', async () => {
    const group = await aGroup(asking)
    const member = await group.aMember()
    await group.edit(group.owner, wide)
    const { groupId } = group
    await group.door.perform(refuseMember, group.owner, {
      groupId,
      personId: member.personId,
      reason: 'Does not agree.'
    })
    expect(await group.find(group.owner)).toMatchObject({ ...asking, loosening: null })
  })

  test('needs the consent of whoever joined meanwhile, too', async () => {
    const group = await aGroup(asking)
    const member = await group.aMember()
    await group.edit(group.owner, wide)
    const late = await group.aMember()
    expect(await agree(group, member)).toMatchObject({ holds: false })
    expect(await agree(group, late)).toMatchObject({ holds: true })
  })

  test('asked for anew asks everybody anew; one taken back is gone', async () => {
    const group = await aGroup(asking)
    const member = await group.aMember()
    await group.edit(group.owner, wide)
    const before = (await group.find(member)).loosening!
    await group.edit(group.owner, { ...wide, joining: 'asked' })
    const { groupId } = group
    await expect(
      group.door.perform(consentToLoosening, member, { groupId, looseningId: before.looseningId })
    ).rejects.toMatchObject({ code: 'changed-meanwhile' })
    await group.door.perform(dropLooseningAct, group.owner, { groupId })
    await expect(group.door.perform(dropLooseningAct, group.owner, { groupId })).rejects.toMatchObject({
      code: 'nothing-to-take-back'
    })
    expect(await group.find(member)).toMatchObject({ ...asking, loosening: null })
  })

  test('agreed to by the last two at the same moment holds', async () => {
    const group = await aGroup(asking)
    const members = [await group.aMember(), await group.aMember()]
    await group.edit(group.owner, wide)
    const ends = await Promise.all(members.map(member => agree(group, member)))
    expect(ends.map(end => end.holds).sort()).toEqual([false, true])
    expect(await group.find(group.owner)).toMatchObject(wide)
  })
})

test('an erasure leaves nothing of a person in groups, and an export says all of it before', async () => {
  const questions = [{ text: 'Why?', required: true }]
  const { door, groupId, owner } = await aGroup(asking, { questions })
  const email = `${newId()}@example.org`
  const person = await aPerson(database, { email })
  await door.perform(joinGroup, person, {
    groupId,
    answers: { [questionId(questions[0]!)]: 'Because of zqxgroup.' }
  })
  const other = await aGroup(narrow)
  await other.door.perform(inviteToGroup, other.owner, { groupId: other.groupId, email, language: 'en' })
  const data = await door.look(exportMe, person, {})
  expect(JSON.stringify(data)).toContain('zqxgroup')
  expect(data.groupInvitations).toHaveLength(1)
  await door.perform(erasePerson, person, { confirm: 'erase' })
  const left = await database.query(sql`
    select 1 from group_members where person_id = ${person.personId}
    union all select 1 from group_invitations where email = ${email}`)
  expect(left).toEqual([])
  expect((await door.look(listGroupMembers, owner, { groupId, state: 'asked' })).items).toEqual([])
})
