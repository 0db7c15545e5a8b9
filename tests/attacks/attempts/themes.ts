import { createTheme } from '../../../src/core/theme/acts.ts'
import { suggestCopies } from '../../../src/core/theme/analysis-store.server.ts'
import { newId } from '../../../src/core/door/id.ts'
import { sql } from '../../../src/db/sql.server.ts'
import { aGuest, anIdea } from '../../support/world.ts'
import type { Attempts, Scene } from './attempt.ts'

const call = ({ callId }: Scene) => ({ callId })

/** A theme of the scene's call, with its idea. */
async function theme(scene: Scene, name = 'Benches'): Promise<string> {
  const { callId, contributionId, door, owner } = scene
  const { result } = await door.perform(createTheme, owner, {
    callId,
    name,
    contributionIds: [contributionId]
  })
  return result.themeId
}

/** What a machine drafted about a theme of the scene's call. */
async function draft(scene: Scene): Promise<{ callId: string; draftId: string }> {
  const { callId, contributionId, database } = scene
  const draftId = newId()
  const sentences = JSON.stringify([{ text: 'Seats', cites: [contributionId] }])
  await database.query(sql`
    insert into machine_drafts (call_id, draft_id, subject_kind, subject_id, language, state, due_at, sent, sentences, model, asked_at, made_at)
    values (${callId}, ${draftId}, 'theme-name', ${await theme(scene)}, 'en', 'made', now(), ${[contributionId]}, ${sentences}, 'small', now(), now())`)
  return { callId, draftId }
}

export const themeAttempts: Attempts = {
  'theme.accept': { input: async scene => ({ ...call(scene), themeIds: [await theme(scene)] }) },
  'theme.analyse': { input: call },
  'theme.ask-draft': {
    input: async scene => ({ ...call(scene), themeIds: [await theme(scene)], kind: 'theme-name' })
  },
  'theme.copies': { input: call },
  'theme.create': { input: scene => ({ ...call(scene), name: 'Lamps' }) },
  'theme.desk': { input: call },
  'theme.drafts': { input: call },
  'theme.drop': { input: async scene => ({ ...call(scene), themeId: await theme(scene) }) },
  'theme.drop-draft': { input: draft },
  'theme.list': { input: call },
  'theme.list, of a draft': { call: 'draft', input: call },
  'theme.members': { input: call },
  'theme.merge': {
    input: async scene => ({
      ...call(scene),
      into: await theme(scene, 'Seats'),
      themeIds: [await theme(scene)]
    })
  },
  'theme.place': {
    input: async scene => ({
      ...call(scene),
      themeId: await theme(scene),
      contributionIds: [scene.contributionId]
    })
  },
  'theme.rename': {
    input: async scene => ({ ...call(scene), themeId: await theme(scene), name: 'Seats', was: 'Benches' })
  },
  'theme.set-apart': {
    input: async scene => {
      const { callId, contributionId: one } = scene
      const { contributionId: other } = await anIdea(scene, aGuest())
      await scene.database.transaction(tx => suggestCopies(tx, callId, [{ a: one, b: other, likeness: 0.9 }]))
      return { callId, pairs: [{ one, other }] }
    }
  },
  'theme.sign-draft': {
    input: async scene => ({ ...(await draft(scene)), text: 'Seats', was: 'Benches', sentences: 1 })
  },
  'theme.split': {
    input: async scene => ({
      ...call(scene),
      themeId: await theme(scene),
      name: 'Seats',
      contributionIds: [scene.contributionId]
    })
  }
}
