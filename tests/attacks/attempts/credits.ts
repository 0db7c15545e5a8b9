import { newId } from '../../../src/core/door/id.ts'
import { editProfile, issueCertificate } from '../../../src/core/credit/acts.ts'
import { sql } from '../../../src/db/sql.server.ts'
import { aGuest, anIdea, aPerson } from '../../support/world.ts'
import type { Attempts, Scene } from './attempt.ts'

const nothing = () => ({})
const aSlug = () => `gardener-${newId().slice(-12)}`
const wish = { name: 'Olena', language: 'en' as const }

async function aMilestone({ database, callId }: Scene) {
  const milestoneId = newId()
  await database.query(sql`
    insert into milestones (call_id, milestone_id, title, state, made_at, changed_at)
    values (${callId}, ${milestoneId}, 'Ten benches', 'planned', now(), now())`)
  return { callId, milestoneId }
}

export const creditAttempts: Attempts = {
  'certificate.find': {
    input: async scene => {
      const { callId, door } = scene
      const { author } = await anIdea(scene, aGuest())
      return (await door.perform(issueCertificate, author, { callId, ...wish })).result
    }
  },
  'certificate.issue': { input: ({ callId }) => ({ callId, ...wish }) },
  'certificate.mine': { input: nothing },
  'credit.of-milestone': { input: aMilestone },
  'profile.edit': { input: () => ({ slug: aSlug(), name: 'A. Gardener' }) },
  'profile.find': {
    input: async ({ database, door }) => {
      const slug = aSlug()
      await door.perform(editProfile, await aPerson(database), { slug, name: 'A. Gardener', isPublic: true })
      return { slug }
    }
  },
  'profile.hide-call': { input: ({ callId }) => ({ callId, isHidden: true }) },
  'profile.mine': { input: nothing }
}
