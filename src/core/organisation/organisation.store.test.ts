import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aDoor, aGuest, anOrganisation, aPerson } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { listRoles, rolesOf } from '../role/store.server.ts'
import {
  createOrganisation,
  editOrganisation,
  giveRole,
  leaveOrganisation,
  takeRole,
  verifyDomainWith
} from './acts.ts'
import { findOrganisationView, findSettings, listOrganisationsView, listTeamView } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const operator: Who = { kind: 'operator', name: 'root', personId: null }
const fields = { name: 'Town', kind: 'public' as const, languages: ['en' as const], timeZone: 'Europe/Kyiv' }

async function aTeam() {
  const organisation = await anOrganisation(database)
  const { organisationId } = organisation
  const { door, letters } = aDoor(database)
  const organiser = await aPerson(database, { role: 'organiser', organisationId })
  const moderator = await aPerson(database, { role: 'moderator', organisationId })
  return { ...organisation, door, letters, organiser, moderator }
}

test('only an owner of some organisation, or the operator, makes another', async () => {
  const { door, owner, organiser } = await aTeam()
  const make = (who: Who, more: object = {}) =>
    door.perform(createOrganisation, who, { organisation: { ...fields, slug: `made-${newId()}` }, ...more })
  await expect(make(aGuest())).rejects.toMatchObject({ code: 'not-signed-in' })
  await expect(make(organiser)).rejects.toMatchObject({ code: 'not-allowed' })
  const { result } = await make(owner)
  expect(await listRoles(database, owner.personId, result.organisationId)).toEqual(new Set(['owner']))
  await make(operator)
})

test('the operator invites the owner of what it makes', async () => {
  const { door, letters } = await aTeam()
  const organisation = { ...fields, slug: `made-${newId()}` }
  await door.perform(createOrganisation, operator, {
    organisation,
    ownerEmail: 'boss@example.org',
    language: 'pl'
  })
  expect(letters).toMatchObject([
    { to: 'boss@example.org', language: 'pl', template: 'invitation', facts: { role: 'owner' } }
  ])
})

test('a taken address is refused when asked for, and numbered when made from the name', async () => {
  const { door, owner, slug } = await aTeam()
  await expect(
    door.perform(createOrganisation, owner, { organisation: { ...fields, slug } })
  ).rejects.toMatchObject({ code: 'name-taken', problems: [{ path: 'organisation.slug', code: 'taken' }] })
  const make = async () =>
    (await door.perform(createOrganisation, owner, { organisation: { ...fields, name: 'Nowy Targ' } })).result
      .slug
  expect([await make(), await make()]).toEqual(['nowy-targ', 'nowy-targ-2'])
})

test('a name without letters needs an address of its own', async () => {
  const { door, owner } = await aTeam()
  await expect(
    door.perform(createOrganisation, owner, { organisation: { ...fields, name: '★★★' } })
  ).rejects.toMatchObject({ problems: [{ path: 'organisation.slug', code: 'required' }] })
})

test('an owner edits what is told; what is not named stays', async () => {
  const { door, owner, organiser, organisationId, slug } = await aTeam()
  const edit = (who: Who, changes: object) => door.perform(editOrganisation, who, { organisationId, changes })
  await expect(edit(organiser, { name: 'Mine' })).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(edit(owner, { accent: 360 })).rejects.toMatchObject({ problems: [{ path: 'changes.accent' }] })
  await expect(edit(owner, { website: 'javascript:alert(1)' })).rejects.toMatchObject({ code: 'invalid' })
  await expect(edit(owner, { slug: 'other' })).rejects.toMatchObject({ problems: [{ code: 'unknown-key' }] })
  await edit(owner, {
    accent: 300,
    about: 'We listen.',
    website: 'https://town.example',
    contactEmail: 'hi@town.example'
  })
  await edit(owner, { about: 'We still listen.' })
  const settings = await door.look(findSettings, owner, { organisationId })
  expect(settings).toMatchObject({
    slug,
    name: 'Town of Test',
    accent: 300,
    about: 'We still listen.',
    website: 'https://town.example',
    contactEmail: 'hi@town.example'
  })
  await expect(door.look(findSettings, organiser, { organisationId })).rejects.toMatchObject({
    code: 'not-allowed'
  })
})

test('an owner writes the imprint and the accessibility statement; everybody reads them', async () => {
  const { door, owner, organisationId } = await aTeam()
  const { slug } = await door.look(findSettings, owner, { organisationId })
  expect(await door.look(findOrganisationView, aGuest(), { slug })).toMatchObject({
    imprint: '',
    accessibility: ''
  })
  const changes = { imprint: '**Register** 77 of the town', accessibility: 'Maps have no *text* yet.' }
  await door.perform(editOrganisation, owner, { organisationId, changes })
  expect(await door.look(findOrganisationView, aGuest(), { slug })).toMatchObject(changes)
  const long = { imprint: 'x'.repeat(20_001) }
  await expect(
    door.perform(editOrganisation, owner, { organisationId, changes: long })
  ).rejects.toMatchObject({
    problems: [{ path: 'changes.imprint', code: 'too-long' }]
  })
})

test('a domain is proven by its TXT record', async () => {
  const { door, owner, organisationId } = await aTeam()
  const texts = new Map<string, string[]>([['town.example', ['v=spf1 -all']]])
  const act = verifyDomainWith(async domain => texts.get(domain) ?? [])
  const verify = (domain: string) => door.perform(act, owner, { organisationId, domain })
  for (const domain of ['town', 'http://town.example', 'town.example/x', '-a.example', '127.0.0.1']) {
    await expect(verify(domain)).rejects.toMatchObject({ code: 'invalid' })
  }
  const { domainProof } = await door.look(findSettings, owner, { organisationId })
  await expect(verify('town.example')).rejects.toMatchObject({
    code: 'domain-not-proven',
    facts: { domain: 'town.example', expected: domainProof }
  })
  texts.get('town.example')!.push(domainProof)
  await verify('Town.Example')
  const proven = await door.look(findSettings, owner, { organisationId })
  expect(proven.domain).toBe('town.example')
  expect(proven.domainVerifiedAt).not.toBeNull()
})

test('a name server is asked before anything is held, and for nobody but an owner', async () => {
  const { door, owner, organiser, organisationId } = await aTeam()
  const asked: string[] = []
  const { domainProof } = await door.look(findSettings, owner, { organisationId })
  const act = verifyDomainWith(async domain => {
    asked.push(domain)
    // Somebody else changes the organisation while the name server thinks.
    await door.perform(editOrganisation, owner, {
      organisationId,
      changes: { about: 'We changed meanwhile.' }
    })
    return [domainProof]
  })
  const input = { organisationId, domain: 'town.example' }
  for (const who of [aGuest(), organiser])
    await expect(door.perform(act, who, input)).rejects.toMatchObject({ code: /not-/ })
  await expect(door.perform(act, owner, { ...input, organisationId: newId() })).rejects.toMatchObject({
    code: 'not-found'
  })
  expect(asked).toEqual([])
  await door.perform(act, owner, input)
  expect(asked).toEqual(['town.example'])
  expect(await door.look(findSettings, owner, { organisationId })).toMatchObject({
    domain: 'town.example',
    about: 'We changed meanwhile.'
  })
})

test('a role is given to colleagues only, and no higher than the giver may', async () => {
  const { door, owner, organiser, moderator, organisationId } = await aTeam()
  const give = (who: Who, personId: string, role: string) =>
    door.perform(giveRole, who, { organisationId, personId, role })
  const stranger = await aPerson(database)
  await expect(give(owner, stranger.personId, 'moderator')).rejects.toMatchObject({ code: 'not-found' })
  await expect(give(organiser, moderator.personId, 'organiser')).rejects.toMatchObject({
    code: 'not-allowed'
  })
  await expect(give(moderator, moderator.personId, 'organiser')).rejects.toMatchObject({
    code: 'not-allowed'
  })
  await expect(give(stranger, stranger.personId, 'owner')).rejects.toMatchObject({ code: 'not-allowed' })
  await give(organiser, moderator.personId, 'analyst')
  const again = await give(owner, moderator.personId, 'analyst')
  expect(again).toMatchObject({ result: { given: false }, lines: [] })
  expect(await listRoles(database, moderator.personId, organisationId)).toEqual(
    new Set(['moderator', 'analyst'])
  )
})

test('a role in one call holds in that call alone', async () => {
  const { door, owner, moderator, organisationId } = await aTeam()
  const [one, other] = [
    await aCall(database, { organisation: { organisationId, owner } }),
    await aCall(database)
  ]
  const give = (callId: string, role: string) =>
    door.perform(giveRole, owner, { organisationId, personId: moderator.personId, role, callId })
  await expect(give(other.callId, 'juror')).rejects.toMatchObject({
    problems: [{ path: 'callId', code: 'not-found' }]
  })
  await expect(give(one.callId, 'owner')).rejects.toMatchObject({ problems: [{ path: 'callId' }] })
  await give(one.callId, 'juror')
  expect(await rolesOf(database, moderator, organisationId, one.callId)).toEqual(
    new Set(['moderator', 'juror'])
  )
  expect(await rolesOf(database, moderator, organisationId)).toEqual(new Set(['moderator']))
})

test('the last owner neither goes nor is taken', async () => {
  const { door, owner, organisationId } = await aTeam()
  const take = (personId: string) =>
    door.perform(takeRole, owner, { organisationId, personId, role: 'owner' })
  await expect(take(owner.personId)).rejects.toMatchObject({ code: 'last-owner' })
  await expect(door.perform(leaveOrganisation, owner, { organisationId })).rejects.toMatchObject({
    code: 'last-owner'
  })
  expect(await listRoles(database, owner.personId, organisationId)).toEqual(new Set(['owner']))
})

test('of two owners who leave at the same moment one stays', async () => {
  const { door, owner, organisationId } = await aTeam()
  const second = await aPerson(database, { role: 'owner', organisationId })
  const both = await Promise.allSettled(
    [owner, second].map(who => door.perform(leaveOrganisation, who, { organisationId }))
  )
  expect(both.map(one => one.status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('who leaves has no role any more', async () => {
  const { door, moderator, organisationId } = await aTeam()
  const { result } = await door.perform(leaveOrganisation, moderator, { organisationId })
  expect(result).toEqual({ left: ['moderator'] })
  expect(await rolesOf(database, moderator, organisationId)).toEqual(new Set())
  await expect(door.perform(leaveOrganisation, moderator, { organisationId })).rejects.toMatchObject({
    code: 'not-allowed'
  })
})

test('the public line of a role names nobody in what stays', async () => {
  const { door, owner, moderator, organisationId } = await aTeam()
  const { lines } = await door.perform(takeRole, owner, {
    organisationId,
    personId: moderator.personId,
    role: 'moderator'
  })
  const [line] = await database.query<{ counted: string; personal: string }>(sql`
    select counted::text as counted, personal::text as personal from ledger_lines where line_id = ${lines[0]!.id}`)
  expect(line!.counted).not.toContain(moderator.personId)
  expect(line!.personal).toContain(moderator.personId)
})

test('the team is seen by those who lead it', async () => {
  const { door, owner, organiser, moderator, organisationId } = await aTeam()
  const look = (who: Who) => door.look(listTeamView, who, { organisationId })
  for (const who of [aGuest(), moderator, await aPerson(database)]) await expect(look(who)).rejects.toThrow()
  expect((await look(organiser)).items.map(one => one.personId)).toContain(owner.personId)
  const other = await anOrganisation(database)
  await expect(look(other.owner)).rejects.toMatchObject({ code: 'not-allowed' })
})

test('the list of organisations goes on where it stopped', async () => {
  const { door } = await aTeam()
  const first = await door.look(listOrganisationsView, aGuest(), { limit: 2 })
  const second = await door.look(listOrganisationsView, aGuest(), { limit: 2, after: first.next! })
  const ids = [...first.items, ...second.items].map(one => one.organisationId)
  expect(new Set(ids).size).toBe(4)
  await expect(door.look(listOrganisationsView, aGuest(), { after: 'x' })).rejects.toMatchObject({
    code: 'invalid'
  })
})

test('a token of an organisation is its organiser by scope, and nobody elsewhere', async () => {
  const { organisationId } = await aTeam()
  const other = await anOrganisation(database)
  const token = (scopes: ('read' | 'contribute' | 'moderate' | 'organise')[]): Who => ({
    kind: 'token',
    tokenId: newId(),
    personId: null,
    organisationId,
    scopes,
    address: '203.0.113.1'
  })
  expect(await rolesOf(database, token(['organise']), organisationId)).toEqual(new Set(['organiser']))
  expect(await rolesOf(database, token(['moderate']), organisationId)).toEqual(new Set(['moderator']))
  expect(await rolesOf(database, token(['contribute']), organisationId)).toEqual(new Set())
  expect(await rolesOf(database, token(['organise']), other.organisationId)).toEqual(new Set())
})

test('tells which promises were kept, were late, are broken or still run', async () => {
  const organisation = await anOrganisation(database)
  const door = aDoor(database)
  const promised = async (answerOn: string, concludedAt?: string) => {
    const { callId } = await aCall(database, { organisation, door })
    await database.query(sql`update calls set answer_on = ${answerOn}::date where call_id = ${callId}`)
    if (concludedAt)
      await database.query(sql`
        insert into conclusions (call_id, statement, concluded_at) values (${callId}, 'Built.', ${concludedAt})`)
  }
  // In Kyiv the 5th of June ends at 21:00 UTC.
  await promised('2026-06-05', '2026-06-05T20:59:00Z')
  await promised('2026-06-05', '2026-06-05T21:01:00Z')
  await promised('2026-06-05')
  await promised('2999-01-01')
  const look = { slug: organisation.slug }
  const { promises } = await door.door.look(findOrganisationView, aGuest(), look)
  expect(promises.byState).toEqual({ kept: 1, late: 1, broken: 1, running: 1 })
})
