import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCall, aGuest, anIdea, anOrganisation, aPerson, sequence } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { makeComment } from '../comment/acts.ts'
import { newId } from '../door/id.ts'
import { openNote, parseVkey } from '../ledger/signed-note.ts'
import { erasePerson } from '../person/acts.ts'
import { giveResponse } from '../response/acts.ts'
import { editProfile, hideCallOnProfile, issueCertificate } from './acts.ts'
import { openCertificate } from './certificate.ts'
import {
  findCertificateView,
  findCredit,
  findOwnProfile,
  findProfileView,
  listCertificatesView
} from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const link = ({ callId }: World, contributionId: string, sourceId: string, kind: string) =>
  database.query(sql`
    insert into lineage (call_id, contribution_id, source_id, kind, made_at)
    values (${callId}, ${contributionId}, ${sourceId}, ${kind}, now())`)

async function aMilestone({ callId }: World, sources: readonly string[]): Promise<string> {
  const milestoneId = newId()
  await database.query(sql`
    insert into milestones (call_id, milestone_id, title, state, made_at, changed_at)
    values (${callId}, ${milestoneId}, 'Ten benches', 'done', now(), now())`)
  await database.query(sql`
    insert into milestone_sources (call_id, milestone_id, contribution_id)
    select ${callId}, ${milestoneId}, id from unnest(${sources}::uuid[]) as id`)
  return milestoneId
}

const aProfile = { slug: '', name: 'A. Gardener', about: 'I plant trees.', isPublic: true, isFindable: false }
const aSlug = () => `gardener-${newId().slice(-12)}`

test('from a milestone back to all that fed it, each once, with the people behind', async () => {
  const world = await aCall(database)
  const { door, callId, stepId } = world
  const supporter = await aPerson(database)
  const [named, merged, root] = await Promise.all(
    ['Olena', 'Petro', 'Ivan'].map(async name => (await anIdea(world, aGuest(), { name })).contributionId)
  )
  const stranger = (await anIdea(world, aGuest())).contributionId
  await link(world, named!, merged!, 'merged')
  await link(world, merged!, root!, 'builds-on')
  await link(world, root!, named!, 'builds-on')
  await door.perform(giveResponse, supporter, { callId, stepId, target: named! })
  await door.perform(giveResponse, supporter, { callId, stepId, target: root! })
  await door.perform(makeComment, supporter, { callId, target: merged!, body: 'So true.' })
  await sequence(database)
  const milestoneId = await aMilestone(world, [named!])
  const credit = await door.look(findCredit, aGuest(), { callId, milestoneId })
  expect(credit).toMatchObject({
    milestone: { title: 'Ten benches', state: 'done' },
    authors: 3,
    supporters: 1,
    commenters: 1,
    isCut: false
  })
  expect(
    credit.forebears.map(({ contributionId, way, into, authors }) => [
      contributionId,
      way,
      into,
      authors.map(one => one.name)
    ])
  ).toEqual(
    expect.arrayContaining([
      [named, 'named', null, ['Olena']],
      [merged, 'merged', named, ['Petro']],
      [root, 'builds-on', merged, ['Ivan']]
    ])
  )
  expect(credit.forebears).toHaveLength(3)
  expect(JSON.stringify(credit)).not.toContain(stranger)
})

test('a merge that was undone leaves no credit behind', async () => {
  const world = await aCall(database)
  const [one, other] = [await anIdea(world, aGuest()), await anIdea(world, aGuest())]
  await link(world, one.contributionId, other.contributionId, 'merged')
  const reshapingId = newId()
  await database.query(sql`
    insert into reshapings (call_id, reshaping_id, kind, reason, made_at, undone_at)
    values (${world.callId}, ${reshapingId}, 'merge', 'The same.', now(), now())`)
  await database.query(sql`update lineage set reshaping_id = ${reshapingId} where call_id = ${world.callId}`)
  const milestoneId = await aMilestone(world, [one.contributionId])
  const { forebears } = await world.door.look(findCredit, aGuest(), { callId: world.callId, milestoneId })
  expect(forebears).toHaveLength(1)
})

test('a page of one’s own shows what became of one’s work, once it is wanted, and what is not left off', async () => {
  const world = await aCall(database)
  const elsewhere = await aCall(database)
  const { door } = world
  const person = await aPerson(database)
  const { contributionId } = await anIdea(world, person)
  await anIdea(elsewhere, person)
  await anIdea(world, await aPerson(database))
  await database.query(
    sql`update contributions set status = 'done' where contribution_id = ${contributionId}`
  )
  const slug = aSlug()
  const find = () => door.look(findProfileView, aGuest(), { slug })
  await door.perform(editProfile, person, { ...aProfile, slug, isPublic: false })
  await expect(find()).rejects.toMatchObject({ code: 'not-found' })
  await door.perform(editProfile, person, { ...aProfile, slug })
  expect(await find()).toMatchObject({
    name: 'A. Gardener',
    figures: { calls: 2, contributions: 2, accepted: 1, done: 1 },
    items: [{}, { contributionId, status: 'done' }]
  })
  await door.perform(hideCallOnProfile, person, { callId: elsewhere.callId, isHidden: true })
  expect(await find()).toMatchObject({ figures: { calls: 1, contributions: 1 }, items: [{ contributionId }] })
  expect((await door.look(findOwnProfile, person, {})).items).toMatchObject([
    { isHidden: true },
    { isHidden: false }
  ])
})

test('an address of a page is one person’s, and none of ours', async () => {
  const { door } = await aCall(database)
  const [one, other] = [await aPerson(database), await aPerson(database)]
  const slug = aSlug()
  await door.perform(editProfile, one, { ...aProfile, slug })
  for (const taken of [slug, 'new'])
    await expect(door.perform(editProfile, other, { ...aProfile, slug: taken })).rejects.toMatchObject({
      problems: [{ path: 'slug', code: 'taken' }]
    })
  await expect(door.perform(editProfile, aGuest(), { ...aProfile, slug: aSlug() })).rejects.toMatchObject({
    code: 'not-signed-in'
  })
})

test('a certificate says what one did and can be checked with the key of the ledger', async () => {
  const world = await aCall(database)
  const { door, callId } = world
  const { author, contributionId } = await anIdea(world, aGuest())
  const milestoneId = await aMilestone(world, [contributionId])
  const wish = { callId, name: 'Олена Коваль', language: 'uk' as const }
  const { result } = await door.perform(issueCertificate, author, wish)
  const seen = await door.look(findCertificateView, aGuest(), result)
  expect(seen.facts).toMatchObject({
    name: 'Олена Коваль',
    question: world.fields.question,
    count: 1,
    contributions: [
      { title: 'More benches', status: 'open', link: expect.stringContaining(contributionId) as string }
    ],
    milestones: [{ title: 'Ten benches', link: expect.stringContaining(milestoneId) as string }]
  })
  const key = parseVkey(seen.key)!
  expect(openNote(seen.note, [key]).ok).toBe(true)
  expect(openCertificate(seen.note.replace('Коваль', 'Ковальчук'), [key])).toBeUndefined()
  expect((await door.look(listCertificatesView, author, {})).items).toHaveLength(1)
})

test('only who did something gets a certificate, and nobody too many', async () => {
  const world = await aCall(database)
  const { door, callId } = world
  const stranger = await aPerson(database)
  const wish = { callId, name: 'Petro', language: 'en' as const }
  await expect(door.perform(issueCertificate, stranger, wish)).rejects.toMatchObject({ code: 'not-allowed' })
  const { contributionId } = await anIdea(world, stranger)
  await database.query(
    sql`update contributions set state = 'hidden' where contribution_id = ${contributionId}`
  )
  await expect(door.perform(issueCertificate, stranger, wish)).rejects.toMatchObject({
    code: 'nothing-to-certify'
  })
})

test('whoever is erased has no page any more, and certificates that say so', async () => {
  const world = await aCall(database, { organisation: await anOrganisation(database) })
  const { door, callId } = world
  const person = await aPerson(database)
  await anIdea(world, person)
  const slug = aSlug()
  await door.perform(editProfile, person, { ...aProfile, slug })
  const { result } = await door.perform(issueCertificate, person, { callId, name: 'Olena', language: 'en' })
  await door.perform(erasePerson, person, { confirm: 'erase' })
  await expect(door.look(findProfileView, aGuest(), { slug })).rejects.toMatchObject({ code: 'not-found' })
  await expect(door.look(findCertificateView, aGuest(), result)).rejects.toMatchObject({ code: 'gone' })
  const rows = await database.query(sql`select 1 from certificates where note <> '' and call_id = ${callId}`)
  expect(rows).toEqual([])
})
