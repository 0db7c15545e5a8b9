import { raiseDispute } from '../../../src/core/promise/acts.ts'
import { sql } from '../../../src/db/sql.server.ts'
import { aPerson, anIdea } from '../../support/world.ts'
import type { Guest, SignedIn } from '../../support/world.ts'
import type { Attempts, Scene } from './attempt.ts'

const words = 'The benches were promised for spring.'

/** A dispute of somebody who takes part, with what names it. */
async function disputeOf(scene: Scene, who: Guest | SignedIn) {
  const { callId } = scene
  await anIdea(scene, who)
  const { result } = await scene.door.perform(raiseDispute, who, { callId, words })
  return { callId, disputeId: result.disputeId }
}

const somebodys = async (scene: Scene) => disputeOf(scene, await aPerson(scene.database))

export const promiseAttempts: Attempts = {
  'promise.dispute': { input: ({ callId }) => ({ callId, words }) },
  'promise.hide-dispute': {
    input: async scene => ({ ...(await somebodys(scene)), ground: 'abuse' })
  },
  'promise.record': {
    input: async ({ database, organisationId }) => {
      const [row] = await database.query<{ slug: string }>(sql`
        select slug from organisations where organisation_id = ${organisationId}`)
      return { slug: row!.slug }
    }
  },
  'promise.withdraw-dispute': { input: disputeOf },
  'promise.word': { input: async scene => ({ ...(await somebodys(scene)), words }) }
}
