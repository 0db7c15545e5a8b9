import { newId } from '../../../src/core/door/id.ts'
import { insertAccount } from '../../../src/core/person/account-store.server.ts'
import { blockPerson, keepDraft } from '../../../src/core/person/acts.ts'
import { guestCookie } from '../../../src/core/person/guest-cookie.ts'
import { guestKey } from '../../../src/core/person/keys.server.ts'
import { makeToken } from '../../../src/core/token/acts.ts'
import { sql } from '../../../src/db/sql.server.ts'
import { aGuest, anIdea, aPerson } from '../../support/world.ts'
import type { Guest, SignedIn } from '../../support/world.ts'
import type { Attempts, Scene } from './attempt.ts'

const place = 'idea:new'
const endpoint = 'https://push.example/one'
const nothing = () => ({})

/** The part in the call of whoever wrote the scene's idea. */
async function strangersPart({ database, callId, contributionId }: Scene) {
  const [author] = await database.query<{ participant_id: string }>(sql`
    select participant_id from contribution_authors where call_id = ${callId} and contribution_id = ${contributionId}`)
  return { callId, participantId: author!.participant_id }
}

async function sessionOf({ database }: Scene, { personId }: Guest | SignedIn): Promise<string> {
  const sessionId = newId()
  await database.transaction(async tx => {
    await insertAccount(tx, { accountId: personId!, email: `${sessionId}@example.org`, passwordHash: null })
    await tx.query(sql`
      insert into auth.sessions (id, account_id, token, expires_at, created_at, updated_at)
      values (${sessionId}, ${personId}, ${newId()}, now() + interval '1 day', now(), now())`)
  })
  return sessionId
}

const tokenWish = { label: 'A program', scopes: ['read' as const], days: 1 }

export const peopleAttempts: Attempts = {
  'person.clear': {
    input: async scene => {
      const held = await anIdea(scene, await aPerson(scene.database))
      await scene.database.query(sql`
        update people set held_for = 'burst' where person_id = ${held.author.personId}`)
      const [part] = await scene.database.query<{ participant_id: string }>(sql`
        select participant_id from participants where call_id = ${scene.callId} and person_id = ${held.author.personId}`)
      const { organisationId, callId } = scene
      return { organisationId, callId, participantId: part!.participant_id }
    }
  },
  'person.held': { input: ({ organisationId }) => ({ organisationId }) },

  'draft.drop': {
    input: async (scene, holder) => {
      await scene.door.perform(keepDraft, holder, { place, body: {} })
      return { place }
    }
  },
  'draft.find': { input: () => ({ place }) },
  'draft.keep': { input: () => ({ place, body: { title: 'A bench' } }) },
  'draft.list': { input: () => ({}) },

  'notification.count': { input: nothing },
  'notification.list': { input: nothing },
  'notification.paces': { input: nothing },
  'notification.push-key': { input: nothing },
  'notification.push-off': { input: () => ({ endpoint }) },
  'notification.push-on': {
    input: () => ({ endpoint, keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) } })
  },
  'notification.see': { input: () => ({ upTo: newId() }) },
  'notification.set-pace': { input: ({ callId }) => ({ callId, pace: 'weekly' }) },
  "notification.stop-letters, with the letter's key": {
    input: async ({ database, callId }) => {
      const reader = await aPerson(database)
      await database.query(sql`
        insert into notifications (person_id, notification_id, call_id, news_id, because, made_at)
        values (${reader.personId}, ${newId()}, ${callId}, ${newId()}, 'participant', now())`)
      const [row] = await database.query<{ letter_key: string }>(sql`
        update people set letter_key = gen_random_uuid() where person_id = ${reader.personId} returning letter_key`)
      return { personId: reader.personId, key: row!.letter_key, callId }
    }
  },

  'person.block': { input: strangersPart },
  'person.blocks': { input: nothing },
  "person.claim-guest, with the guest's cookie": {
    input: async scene => {
      const { author } = await anIdea(scene, aGuest())
      const cookie = guestCookie(await guestKey(scene.database), author.personId!, false)
      return { proof: /=([^;]+)/.exec(cookie)![1] }
    }
  },
  'person.contributions': { input: nothing },
  'person.edit': { input: () => ({ name: 'Olena' }) },
  'person.end-session': { input: async (scene, holder) => ({ sessionId: await sessionOf(scene, holder) }) },
  'person.end-sessions': { input: nothing },
  'person.erase': { input: () => ({ confirm: 'erase' }) },
  'person.export': { input: nothing },
  'person.has-desk': { input: nothing },
  'person.me': { input: nothing },
  'person.receipts': { input: nothing },
  'person.sessions': { input: nothing },
  'person.unblock': {
    input: async (scene, holder) => {
      const { result } = await scene.door.perform(blockPerson, holder, await strangersPart(scene))
      return result
    }
  },

  "token.list, one's own": { input: nothing },
  'token.list, of an organisation': { input: ({ organisationId }) => ({ organisationId }) },
  'token.make, for oneself': { input: () => tokenWish },
  'token.make, for an organisation': { input: ({ organisationId }) => ({ ...tokenWish, organisationId }) },
  'token.revoke, of a person': {
    input: async (scene, holder) => {
      const { result } = await scene.door.perform(makeToken, holder, tokenWish)
      return { tokenId: result.tokenId }
    }
  },
  'token.revoke, of an organisation': {
    input: async ({ door, owner, organisationId }) => {
      const { result } = await door.perform(makeToken, owner, { ...tokenWish, organisationId })
      return { tokenId: result.tokenId }
    }
  }
}
