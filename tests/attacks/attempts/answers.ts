import { draftAnswer } from '../../../src/core/answer/acts.ts'
import { newId } from '../../../src/core/door/id.ts'
import type { Who } from '../../../src/core/door/who.ts'
import { planMilestone } from '../../../src/core/milestone/acts.ts'
import { anIdea } from '../../support/world.ts'
import type { Attempt, Attempts, Scene } from './attempt.ts'

const body = 'We build it next to the school in May.'
const callId = ({ callId }: Scene) => ({ callId })
const callOnly: Attempt = { input: callId }

/** An answer for an idea: of the scene, or of somebody's. */
async function answer(scene: Scene, next: 'draft' | 'publish', ids = [scene.contributionId]) {
  const { result } = await scene.door.perform(
    draftAnswer,
    scene.owner,
    { callId: scene.callId, select: { by: 'ids', ids }, status: 'accepted', body, next },
    { idempotencyKey: newId() }
  )
  return { callId: scene.callId, answerId: result.answerId }
}

const draft = async (scene: Scene) => ({ ...(await answer(scene, 'draft')), revision: 1 })

/** An answer to an idea of the holder's. */
async function answerTo(scene: Scene, holder: Who) {
  const { contributionId } = await anIdea(scene, holder)
  return answer(scene, 'publish', [contributionId])
}

async function milestone(scene: Scene) {
  await answer(scene, 'publish')
  const { result } = await scene.door.perform(planMilestone, scene.owner, {
    callId: scene.callId,
    title: 'Benches',
    sources: { ids: [scene.contributionId] }
  })
  return { callId: scene.callId, milestoneId: result.milestoneId }
}

export const answerAttempts: Attempts = {
  'answer.desk': callOnly,
  'answer.draft': {
    input: scene => ({
      callId: scene.callId,
      select: { by: 'ids', ids: [scene.contributionId] },
      status: 'accepted',
      body
    })
  },
  'answer.drop': { input: scene => answer(scene, 'draft') },
  'answer.edit': { input: async scene => ({ ...(await draft(scene)), status: 'declined', body }) },
  'answer.find': { input: scene => answer(scene, 'publish') },
  'answer.find, a draft': { input: scene => answer(scene, 'draft') },
  'answer.list': callOnly,
  'answer.meter': callOnly,
  'answer.of': { input: ({ callId, contributionId }) => ({ callId, contributionId }) },
  'answer.publish': { input: draft },
  'answer.rate': {
    input: async (scene, holder) => ({ ...(await answerTo(scene, holder)), rating: 'partly' })
  },
  'answer.reply': {
    input: async (scene, holder) => ({ ...(await answerTo(scene, holder)), body: 'Thank you.' })
  },
  'answer.submit': { input: draft },
  'answer.waiting': callOnly,
  'call.changelog': callOnly,
  'milestone.desk': callOnly,
  'milestone.edit': {
    input: async scene => ({ ...(await milestone(scene)), revision: 1, title: 'More benches' })
  },
  'milestone.find': { input: milestone },
  'milestone.list': callOnly,
  'milestone.plan': {
    input: async scene => {
      await answer(scene, 'publish')
      return { callId: scene.callId, title: 'Benches', sources: { ids: [scene.contributionId] } }
    }
  },
  'milestone.turn': { input: async scene => ({ ...(await milestone(scene)), revision: 1, state: 'started' }) }
}
