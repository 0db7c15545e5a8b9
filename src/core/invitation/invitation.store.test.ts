import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aDoor, aGuest, anOrganisation, aPerson } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import type { Who } from '../door/who.ts'
import { listRoles } from '../role/store.server.ts'
import { acceptInvitation, sendInvitation, withdrawInvitation } from './acts.ts'
import { findInvitationView, listInvitationsView } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

async function aTeam() {
  const { organisationId, owner } = await anOrganisation(database, { name: 'Town of Test' })
  const { door, letters } = aDoor(database)
  const organiser = await aPerson(database, { role: 'organiser', organisationId })
  const send = (who: Who, role: string, email = 'colleague@example.org') =>
    door.perform(sendInvitation, who, { organisationId, email, role, language: 'bg' })
  const tokenOfLast = () => new URL(String(letters.at(-1)!.facts['link'])).searchParams.get('token')!
  return { organisationId, owner, organiser, door, letters, send, tokenOfLast }
}

test('nobody invites to a role above what they may hand out', async () => {
  const { send, organiser, organisationId } = await aTeam()
  const moderator = await aPerson(database, { role: 'moderator', organisationId })
  await expect(send(aGuest(), 'moderator')).rejects.toMatchObject({ code: 'not-signed-in' })
  await expect(send(moderator, 'moderator')).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(send(organiser, 'organiser')).rejects.toMatchObject({ code: 'not-allowed' })
})

test('an invited colleague gets a letter with a secret that is kept nowhere else', async () => {
  const { send, owner, letters, tokenOfLast } = await aTeam()
  await send(owner, 'organiser')
  expect(letters).toMatchObject([
    {
      to: 'colleague@example.org',
      language: 'bg',
      template: 'invitation',
      facts: { organisation: 'Town of Test', days: 7 }
    }
  ])
  const kept = await database.query<{ row: string }>(sql`select i::text as row from invitations i`)
  expect(kept.map(one => one.row).join()).not.toContain(tokenOfLast())
  const lines = await database.query<{ row: string }>(sql`select l::text as row from ledger_lines l`)
  expect(lines.map(one => one.row).join()).not.toContain('colleague@example.org')
})

test('only who is signed in accepts; once', async () => {
  const { send, owner, door, organisationId, tokenOfLast } = await aTeam()
  await send(owner, 'organiser')
  const token = tokenOfLast()
  const colleague = await aPerson(database, { email: 'another@example.org' })
  await expect(door.perform(acceptInvitation, aGuest(), { token })).rejects.toMatchObject({
    code: 'not-signed-in'
  })
  await expect(door.perform(acceptInvitation, colleague, { token: 'guess' })).rejects.toMatchObject({
    code: 'not-found'
  })
  await door.perform(acceptInvitation, colleague, { token })
  expect(await listRoles(database, colleague.personId, organisationId)).toEqual(new Set(['organiser']))
  const late = await aPerson(database)
  await expect(door.perform(acceptInvitation, late, { token })).rejects.toMatchObject({
    code: 'already-used'
  })
})

test('an invitation ends after seven days, and when it is taken back', async () => {
  const { send, owner, organiser, door, organisationId, tokenOfLast } = await aTeam()
  const colleague = await aPerson(database)
  const { result } = await send(organiser, 'moderator')
  const withdraw = (who: Who) =>
    door.perform(withdrawInvitation, who, { organisationId, invitationId: result.invitationId })
  await expect(withdraw(colleague)).rejects.toMatchObject({ code: 'not-allowed' })
  await withdraw(organiser)
  await expect(door.perform(acceptInvitation, colleague, { token: tokenOfLast() })).rejects.toMatchObject({
    code: 'expired'
  })

  await send(owner, 'moderator')
  await database.query(
    sql`update invitations set expires_at = now() where organisation_id = ${organisationId}`
  )
  await expect(door.perform(acceptInvitation, colleague, { token: tokenOfLast() })).rejects.toMatchObject({
    code: 'expired'
  })
  const { items } = await door.look(listInvitationsView, organiser, { organisationId })
  expect(items.map(one => one.state).sort()).toEqual(['expired', 'withdrawn'])
})

test('an accepted invitation cannot be taken back', async () => {
  const { send, owner, door, organisationId, tokenOfLast } = await aTeam()
  const { result } = await send(owner, 'analyst')
  await door.perform(acceptInvitation, await aPerson(database), { token: tokenOfLast() })
  await expect(
    door.perform(withdrawInvitation, owner, { organisationId, invitationId: result.invitationId })
  ).rejects.toMatchObject({ code: 'already-used' })
})

test('whoever holds the secret sees what it is to, before signing in', async () => {
  const { send, owner, door, tokenOfLast } = await aTeam()
  await send(owner, 'juror')
  expect(await door.look(findInvitationView, aGuest(), { token: tokenOfLast() })).toMatchObject({
    organisation: { name: 'Town of Test' },
    role: 'juror',
    state: 'waiting',
    email: 'colleague@example.org'
  })
  await expect(door.look(findInvitationView, aGuest(), { token: 'x' })).rejects.toMatchObject({
    code: 'not-found'
  })
})

test('the invitations are seen by those who may send them', async () => {
  const { door, organisationId, organiser } = await aTeam()
  const moderator = await aPerson(database, { role: 'moderator', organisationId })
  await expect(door.look(listInvitationsView, moderator, { organisationId })).rejects.toMatchObject({
    code: 'not-allowed'
  })
  expect(await door.look(listInvitationsView, organiser, { organisationId })).toEqual({ items: [] })
})

test('a hundred invitations a day are enough', async () => {
  const { send, owner, organisationId } = await aTeam()
  await database.query(sql`
    insert into invitations (organisation_id, invitation_id, email, role, token_hash, invited_at, expires_at)
    select ${organisationId}, gen_random_uuid(), 'x@example.org', 'juror', sha256(n::text::bytea), now(), now()
    from generate_series(1, 100) n`)
  await expect(send(owner, 'juror')).rejects.toMatchObject({ code: 'too-many' })
})
