import { newId } from '../../../src/core/door/id.ts'
import { sendInvitation } from '../../../src/core/invitation/acts.ts'
import { setUpCode } from '../../../src/core/organisation/set-up.server.ts'
import type { Role } from '../../../src/core/role/rules.ts'
import { makeWebhook } from '../../../src/core/webhook/acts.ts'
import { sql } from '../../../src/db/sql.server.ts'
import { aPerson } from '../../support/world.ts'
import type { Attempt, Attempts, Scene } from './attempt.ts'

const organisation = ({ organisationId }: Scene) => ({ organisationId })
const ofOrganisation: Attempt = { input: organisation }

const aNewOne = () => ({
  name: 'Another town',
  slug: `town-${newId()}`,
  kind: 'public' as const,
  languages: ['en' as const],
  timeZone: 'Europe/Kyiv'
})

async function invite({ door, owner, organisationId }: Scene, role: Role): Promise<string> {
  const email = `${newId()}@example.org`
  const { result } = await door.perform(sendInvitation, owner, {
    organisationId,
    email,
    role,
    language: 'en'
  })
  return result.invitationId
}

/** The secret that went out with the letter of a new invitation. */
async function secretOf(scene: Scene): Promise<{ token: string }> {
  await invite(scene, 'juror')
  const link = String(scene.letters.at(-1)!.facts['link'])
  return { token: new URL(link).searchParams.get('token')! }
}

/** A juror of the organisation, to whom another role is given or from whom one is taken. */
const roleOfColleague = (role: Role, held: Role): Attempt => ({
  input: async ({ database, organisationId }) => {
    const { personId } = await aPerson(database, { role: held, organisationId })
    return { organisationId, personId, role }
  }
})

const withdrawing = (role: Role): Attempt => ({
  input: async scene => ({ ...organisation(scene), invitationId: await invite(scene, role) })
})

const inviting = (role: Role): Attempt => ({
  input: scene => ({ ...organisation(scene), email: `${newId()}@example.org`, role, language: 'en' })
})

async function aWebhook(scene: Scene): Promise<{ organisationId: string; webhookId: string }> {
  const input = { ...organisation(scene), url: 'https://example.org/hook', events: ['*'] }
  const { result } = await scene.door.perform(makeWebhook, scene.owner, input)
  return { ...organisation(scene), webhookId: result.webhookId }
}

export const organisationAttempts: Attempts = {
  'demo.find': { input: () => ({}) },
  'demo.remove': { input: () => ({}) },
  'demo.show': { input: () => ({}) },

  'invitation.accept': { input: secretOf },
  'invitation.find': { input: secretOf },
  'invitation.list': ofOrganisation,
  'invitation.send, to be a moderator': inviting('moderator'),
  'invitation.send, to be an organiser': inviting('organiser'),
  'invitation.withdraw, to be a moderator': withdrawing('moderator'),
  'invitation.withdraw, to be an owner': withdrawing('owner'),

  'organisation.create': { input: () => ({ organisation: aNewOne() }) },
  'organisation.edit': { input: scene => ({ ...organisation(scene), changes: { about: 'A town.' } }) },
  'organisation.find': {
    input: async ({ database, organisationId }) => {
      const [row] = await database.query<{ slug: string }>(sql`
        select slug from organisations where organisation_id = ${organisationId}`)
      return { slug: row!.slug }
    }
  },
  'organisation.give-role, of a moderator': roleOfColleague('moderator', 'juror'),
  'organisation.give-role, of an organiser': roleOfColleague('organiser', 'juror'),
  'organisation.leave': ofOrganisation,
  'organisation.list': { input: () => ({}) },
  'organisation.set-up': {
    input: async ({ database }) => {
      // As if nobody had set it up yet.
      await database.query(sql`delete from instance_facts where name = 'set-up'`)
      const code = await setUpCode(database)
      const email = `${newId()}@example.org`
      return { code, email, name: 'First owner', language: 'en', organisation: aNewOne() }
    }
  },
  'organisation.settings': ofOrganisation,
  'organisation.take-role, of a moderator': roleOfColleague('moderator', 'moderator'),
  'organisation.take-role, of an organiser': roleOfColleague('organiser', 'organiser'),
  'organisation.team': ofOrganisation,
  'organisation.verify-domain': { input: scene => ({ ...organisation(scene), domain: 'example.org' }) },

  'webhook.list': ofOrganisation,
  'webhook.make': {
    input: scene => ({ ...organisation(scene), url: 'https://example.org/hook', events: ['*'] })
  },
  'webhook.record': {
    input: scene => ({
      ...organisation(scene),
      deliveryId: newId(),
      delivered: true,
      answer: 'status 204',
      nextTryAt: null
    })
  },
  'webhook.stop': { input: aWebhook }
}
