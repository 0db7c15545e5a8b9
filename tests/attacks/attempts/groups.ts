import { newId } from '../../../src/core/door/id.ts'
import { inviteExpert, replyToAsked } from '../../../src/core/expert/acts.ts'
import { hashOfEntry } from '../../../src/core/group/audience-rule.ts'
import type { AudienceRule } from '../../../src/core/group/audience-rule.ts'
import {
  admitMember,
  editGroup,
  inviteToGroup,
  joinGroup,
  makeGroup,
  setStewardAct
} from '../../../src/core/group/acts.ts'
import { findGroupView } from '../../../src/core/group/views.ts'
import { sql } from '../../../src/db/sql.server.ts'
import { aPerson } from '../../support/world.ts'
import type { Guest, SignedIn } from '../../support/world.ts'
import type { Attempt, Attempts, Scene } from './attempt.ts'

type Holder = Guest | SignedIn

const open = { visibility: 'everybody', discoverability: 'listed', joining: 'open' } as const
const between = { visibility: 'members', discoverability: 'listed', joining: 'asked' } as const
const hidden = { visibility: 'members', discoverability: 'invited', joining: 'invited' } as const
type Circle = typeof open | typeof between | typeof hidden

const wishOf = (circle: Circle) => ({ name: 'Neighbours', about: '', questions: [], ...circle })

async function aGroup(
  { door, owner, organisationId }: Scene,
  circle: Circle = open
): Promise<{ groupId: string }> {
  const { result } = await door.perform(makeGroup, owner, {
    organisationId,
    slug: `group-${newId()}`,
    ...wishOf(circle)
  })
  return { groupId: result.groupId }
}

/** Nothing of these can be a guest's. */
const isSomebody = (holder: Holder): holder is SignedIn => holder.kind !== 'guest'

/** A group whose member, and steward if wanted, the holder is. */
async function groupOf(scene: Scene, holder: Holder, circle: Circle = open, isSteward = false) {
  const group = await aGroup(scene, open)
  if (isSomebody(holder)) {
    await scene.door.perform(joinGroup, asPerson(holder), group)
    if (isSteward)
      await scene.door.perform(setStewardAct, scene.owner, {
        ...group,
        personId: holder.personId,
        isSteward: true
      })
  }
  if (circle !== open)
    await scene.door.perform(editGroup, scene.owner, { ...group, revision: 1, ...wishOf(circle) })
  return group
}

const asPerson = ({ personId, address }: SignedIn): SignedIn => ({ kind: 'person', personId, address })

const ofGroup: Attempt = { input: scene => aGroup(scene) }

/** Somebody who asks to join. */
async function anAsker(scene: Scene, group: { groupId: string }) {
  const asker = await aPerson(scene.database)
  await scene.door.perform(joinGroup, asker, group)
  return { ...group, personId: asker.personId }
}

async function anEdit(scene: Scene, group: { groupId: string }) {
  const { revision } = await scene.door.look(findGroupView, scene.owner, group)
  return { ...group, revision, ...wishOf(open), about: 'Of this street.' }
}

async function setRule({ database, callId }: Scene, rule: AudienceRule): Promise<void> {
  await database.query(sql`
    update calls set audience_rule = ${JSON.stringify(rule)}, revision = revision + 1 where call_id = ${callId}`)
}

/** Makes somebody an expert who may be found; gives the address of the page. */
async function findable({ database }: Scene, { personId }: { personId: string | null }): Promise<string> {
  const profile = `p-${newId()}`
  await database.query(sql`
    insert into profiles (person_id, slug, name, is_findable, changed_at) values (${personId}, ${profile}, 'Expert', true, now())
    on conflict (person_id) do update set slug = excluded.slug, is_findable = true`)
  return profile
}

async function anAsked(scene: Scene, holder: Holder, hasAgreed = false, conflict = '') {
  const { callId, door, owner } = scene
  const someone = isSomebody(holder) ? asPerson(holder) : await aPerson(scene.database)
  const { result } = await door.perform(inviteExpert, owner, {
    callId,
    profile: await findable(scene, someone),
    role: 'juror',
    words: 'Your word, please.'
  })
  const asked = { callId, invitationId: result.invitationId }
  if (hasAgreed) await door.perform(replyToAsked, someone, { ...asked, reply: 'accept', conflict })
  return asked
}

const nothing: Attempt = { input: () => ({}) }
const ofCall: Attempt = { input: ({ callId }) => ({ callId }) }

export const groupAttempts: Attempts = {
  'audience.desk': ofCall,
  'audience.enter': {
    input: async scene => {
      await setRule(scene, { kind: 'verified', salt: 'salt-of-test', hint: 'Your number' })
      const hash = hashOfEntry('salt-of-test', '12345')
      await scene.database.query(sql`
        insert into audience_entries (call_id, entry_hash) values (${scene.callId}, ${hash}) on conflict do nothing`)
      return { callId: scene.callId, entry: ' 12345' }
    }
  },
  'audience.find': ofCall,
  'audience.import': {
    input: async scene => {
      await setRule(scene, { kind: 'list' })
      return { callId: scene.callId, entries: ['somebody@example.org'] }
    }
  },

  'expert.admit': {
    input: async scene => anAsked(scene, await aPerson(scene.database), true, 'My sister handed in an idea.')
  },
  'expert.asked': nothing,
  'expert.declare-conflict': {
    input: async (scene, holder) => ({ ...(await anAsked(scene, holder, true)), conflict: 'My sister.' })
  },
  'expert.declare-skills': { input: () => ({ skills: ['Bridges'] }) },
  'expert.forward': {
    input: async (scene, holder) => ({
      ...(await anAsked(scene, holder)),
      profile: await findable(scene, await aPerson(scene.database))
    })
  },
  'expert.invite': {
    input: async scene => ({
      callId: scene.callId,
      profile: await findable(scene, await aPerson(scene.database)),
      role: 'advice',
      words: ''
    })
  },
  'expert.list': ofCall,
  'expert.reply': {
    input: async (scene, holder) => ({ ...(await anAsked(scene, holder)), reply: 'accept', conflict: '' })
  },
  'expert.search': { input: ({ organisationId }) => ({ organisationId, skill: 'bridges' }) },
  'expert.share-contact': {
    input: async (scene, holder) => ({ ...(await anAsked(scene, holder)), shares: true })
  },
  'expert.skills': nothing,
  'expert.withdraw': { input: async scene => anAsked(scene, await aPerson(scene.database)) },

  'group.admit': { input: async scene => anAsker(scene, await aGroup(scene, between)) },
  'group.close': ofGroup,
  'group.consent': {
    input: async (scene, holder) => {
      const group = await groupOf(scene, holder, between)
      const member = await aPerson(scene.database)
      await scene.door.perform(joinGroup, member, group)
      await scene.door.perform(admitMember, scene.owner, { ...group, personId: member.personId })
      await scene.door.perform(editGroup, scene.owner, await anEdit(scene, group))
      const { loosening } = await scene.door.look(findGroupView, scene.owner, group)
      return { ...group, looseningId: loosening!.looseningId }
    }
  },
  'group.drop-loosening': {
    input: async scene => {
      const group = await groupOf(scene, await aPerson(scene.database), between)
      await scene.door.perform(editGroup, scene.owner, await anEdit(scene, group))
      return group
    }
  },
  'group.edit': { input: async scene => anEdit(scene, await aGroup(scene)) },
  'group.edit, as its steward': {
    input: async (scene, holder) => anEdit(scene, await groupOf(scene, holder, open, true))
  },
  'group.find': ofGroup,
  'group.find, one that hides': { input: (scene, holder) => groupOf(scene, holder, hidden) },
  'group.invite': {
    input: async scene => ({ ...(await aGroup(scene)), email: `${newId()}@example.org`, language: 'en' })
  },
  'group.join': ofGroup,
  'group.join, by invitation': {
    input: async (scene, holder) => {
      const group = await aGroup(scene, hidden)
      const email = `${holder.personId ?? newId()}@example.org`
      await scene.door.perform(inviteToGroup, scene.owner, { ...group, email, language: 'en' })
      return group
    }
  },
  'group.leave': { input: (scene, holder) => groupOf(scene, holder) },
  'group.list': { input: ({ organisationId }) => ({ organisationId }) },
  'group.make': {
    input: ({ organisationId }) => ({ organisationId, slug: `group-${newId()}`, ...wishOf(hidden) })
  },
  'group.members, of a group among itself': { input: (scene, holder) => groupOf(scene, holder, between) },
  'group.members, those who ask': {
    input: async (scene, holder) => ({
      ...(await groupOf(scene, holder, between, true)),
      state: 'asked'
    })
  },
  'group.mine': nothing,
  'group.refuse': {
    input: async scene => ({
      ...(await anAsker(scene, await aGroup(scene, between))),
      reason: 'For neighbours only.'
    })
  },
  'group.set-steward': {
    input: async scene => ({ ...(await anAsker(scene, await aGroup(scene))), isSteward: true })
  }
}
