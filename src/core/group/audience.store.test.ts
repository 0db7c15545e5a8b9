import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCall, aGuest, anIdea, aPerson, sequence } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { draftCall } from '../call/acts.ts'
import { canonicalRules } from '../call/canonical.ts'
import { findCall } from '../call/store.server.ts'
import { makeComment } from '../comment/acts.ts'
import { newId } from '../door/id.ts'
import type { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { erasePerson } from '../person/erase-act.ts'
import { giveResponse } from '../response/acts.ts'
import { enterAudience, importAudience, joinGroup, makeGroup } from './acts.ts'
import { hashOfEntry } from './audience-rule.ts'
import type { AudienceRule } from './audience-rule.ts'
import { audienceDesk, findAudience } from './views.ts'

let database: Database
beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.close())

/** What becomes of each way to take part: contributing, responding, commenting. */
async function tries(world: World, target: string, who: Who): Promise<string[]> {
  const { door, callId, stepId } = world
  const end = (doing: Promise<unknown>) =>
    doing.then(
      () => 'done',
      (error: unknown) => (error as Refusal).code
    )
  return Promise.all([
    end(anIdea(world, who)),
    end(door.perform(giveResponse, who, { callId, stepId, target }, { idempotencyKey: newId() })),
    end(door.perform(makeComment, who, { callId, target, body: 'I agree.' }))
  ])
}

const all = (code: string) => [code, code, code]

/** A call with somebody's idea in it, from before it asked some people only. */
async function aCallFor(rule: AudienceRule) {
  const world = await aCall(database)
  const { contributionId } = await anIdea(world, aGuest())
  await setRule(world, rule)
  return { ...world, target: contributionId }
}

const setRule = ({ callId }: World, rule: AudienceRule) =>
  database.query(sql`
    update calls set audience_rule = ${JSON.stringify(rule)}, revision = revision + 1 where call_id = ${callId}`)

const verified: AudienceRule = { kind: 'verified', salt: 'spring-2026', hint: 'Your number and surname' }

describe('a call that asks some people only', () => {
  test('asks the members of a group', async () => {
    const world = await aCallFor({ kind: 'list' })
    const { result } = await world.door.perform(makeGroup, world.owner, {
      organisationId: world.organisationId,
      slug: 'street',
      name: 'Our street',
      about: '',
      questions: [],
      visibility: 'everybody',
      discoverability: 'listed',
      joining: 'open'
    })
    await setRule(world, { kind: 'group', groupId: result.groupId })
    const person = await aPerson(database)
    expect(await tries(world, world.target, person)).toEqual(all('not-in-audience'))
    expect(await world.door.look(findAudience, person, { callId: world.callId })).toMatchObject({
      asked: 'group',
      inside: false,
      group: { name: 'Our street', joining: 'open' }
    })
    await world.door.perform(joinGroup, person, { groupId: result.groupId })
    expect(await tries(world, world.target, person)).toEqual(all('done'))
    expect(await tries(world, world.target, aGuest())).toEqual(all('not-in-audience'))
  })

  test('asks whoever proved an address at one of its domains, and at no other', async () => {
    const world = await aCallFor({ kind: 'domain', domains: ['school.example'] })
    const at = (domain: string) => aPerson(database, { email: `${newId()}@${domain}` })
    expect(await tries(world, world.target, await at('School.example'))).toEqual(all('done'))
    for (const domain of ['sub.school.example', 'notschool.example', 'school.example.org'])
      expect(await tries(world, world.target, await at(domain))).toEqual(all('not-in-audience'))
    const refused = await anIdea(world, await at('elsewhere.example')).catch(error => error)
    expect(refused.facts).toEqual({ asked: 'domain', domains: 'school.example' })
  })

  test('asks whoever was invited by address, whatever its capitals; the list names nobody', async () => {
    const world = await aCallFor({ kind: 'list' })
    const email = `${newId()}@example.org`
    const { result } = await world.door.perform(importAudience, world.owner, {
      callId: world.callId,
      entries: [email.toUpperCase(), ` ${email} `, 'other@example.org']
    })
    expect(result).toEqual({ added: 2, removed: 0, entries: 2 })
    const invited = await aPerson(database, { email })
    expect(await tries(world, world.target, invited)).toEqual(all('done'))
    expect(await tries(world, world.target, await aPerson(database))).toEqual(all('not-in-audience'))
    const rows = await database.query<{ text: string }>(sql`
      select e::text as text from audience_entries e where call_id = ${world.callId}`)
    expect(rows.some(row => row.text.includes('example'))).toBe(false)
    await world.door.perform(erasePerson, invited, { confirm: 'erase' })
    expect(await world.door.look(audienceDesk, world.owner, { callId: world.callId })).toMatchObject({
      entries: 1
    })
  })

  test('asks whoever enters what is on its verified list, each entry one person', async () => {
    const world = await aCallFor(verified)
    const { callId } = world
    const entries = ['123 Koval', '124 Petrenko'].map(text =>
      hashOfEntry(verified.salt, text).toString('hex')
    )
    await world.door.perform(importAudience, world.owner, { callId, entries })
    const [one, other] = [await aPerson(database), await aPerson(database)]
    const enter = (who: Who, entry: string) => world.door.perform(enterAudience, who, { callId, entry })
    await expect(enter(one, '999 Nobody')).rejects.toMatchObject({
      problems: [{ path: 'entry', code: 'not-on-the-list' }]
    })
    await enter(one, ' 123  KOVAL ')
    await enter(one, '123 koval')
    await expect(enter(other, '123 koval')).rejects.toMatchObject({
      problems: [{ path: 'entry', code: 'entry-used' }]
    })
    expect(await tries(world, world.target, one)).toEqual(all('done'))
    expect(await tries(world, world.target, other)).toEqual(all('not-in-audience'))
    const guest = (await world.door.perform(enterAudience, aGuest(), { callId, entry: '124 Petrenko' }))
      .personId
    expect(await tries(world, world.target, aGuest(guest))).toEqual(all('done'))
  })

  test('gives an entry to one of two who enter it at the same moment', async () => {
    const world = await aCallFor(verified)
    const { callId } = world
    const entries = [hashOfEntry(verified.salt, '7').toString('hex')]
    await world.door.perform(importAudience, world.owner, { callId, entries })
    const people = [await aPerson(database), await aPerson(database)]
    const ends = await Promise.allSettled(
      people.map(who => world.door.perform(enterAudience, who, { callId, entry: '7' }))
    )
    expect(ends.map(end => end.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('keeps entries that were used when its list is replaced', async () => {
    const world = await aCallFor(verified)
    const { callId } = world
    const hash = (text: string) => hashOfEntry(verified.salt, text).toString('hex')
    await world.door.perform(importAudience, world.owner, { callId, entries: ['1', '2'].map(hash) })
    await world.door.perform(enterAudience, await aPerson(database), { callId, entry: '1' })
    const { result } = await world.door.perform(importAudience, world.owner, {
      callId,
      entries: [hash('3')],
      replace: true
    })
    expect(result).toEqual({ added: 1, removed: 1, entries: 2 })
  })

  test('says how many are asked in its record, and nothing of who', async () => {
    const world = await aCallFor({ kind: 'list' })
    const entries = ['zqxlist@example.org']
    await world.door.perform(importAudience, world.owner, { callId: world.callId, entries })
    await sequence(database)
    const lines = await database.query<{ text: string }>(sql`
      select l::text as text from ledger_lines l where log_id = ${world.callId}`)
    expect(lines.some(line => line.text.includes('audience.import'))).toBe(true)
    expect(lines.some(line => line.text.includes('zqxlist'))).toBe(false)
  })
})

describe('what is no audience', () => {
  test('is said line by line: no address, no hash, no list', async () => {
    const list = await aCallFor({ kind: 'list' })
    await expect(
      list.door.perform(importAudience, list.owner, { callId: list.callId, entries: ['a@example.org', 'b'] })
    ).rejects.toMatchObject({ problems: [{ path: 'entries.1', code: 'not-email' }] })
    const world = await aCallFor(verified)
    await expect(
      world.door.perform(importAudience, world.owner, { callId: world.callId, entries: ['12345'] })
    ).rejects.toMatchObject({ problems: [{ path: 'entries.0', code: 'not-a-hash' }] })
    const everybody = await aCall(database)
    await expect(
      everybody.door.perform(importAudience, everybody.owner, { callId: everybody.callId, entries: [] })
    ).rejects.toMatchObject({ code: 'no-list' })
  })

  test('a group of another organisation cannot be asked', async () => {
    const world = await aCall(database)
    const fields = { ...world.fields, audienceRule: { kind: 'group' as const, groupId: newId() } }
    await expect(
      world.door.perform(draftCall, world.owner, {
        organisationId: world.organisationId,
        slug: `call-${newId()}`,
        fields
      })
    ).rejects.toMatchObject({ problems: [{ path: 'fields.audienceRule.groupId', code: 'not-found' }] })
  })
})

test('the rules of a call say its audience where it has one, and nothing otherwise', async () => {
  const world = await aCall(database, {
    fields: { audienceRule: { kind: 'domain', domains: ['school.example'] } }
  })
  expect(canonicalRules((await findCall(database, world.callId))!)).toContain(
    '"audienceRule":{"domains":["school.example"],"kind":"domain"}'
  )
  const everybody = await aCall(database)
  expect(canonicalRules((await findCall(database, everybody.callId))!)).not.toContain('audienceRule')
})
