import { makeComment } from '../../../src/core/comment/acts.ts'
import { withdrawContribution } from '../../../src/core/contribution/acts.ts'
import { newId } from '../../../src/core/door/id.ts'
import type { Who } from '../../../src/core/door/who.ts'
import { importContributions } from '../../../src/core/exchange/import/contributions-act.ts'
import { keepFile } from '../../../src/core/file/acts.ts'
import { PreparedFile } from '../../../src/core/file/prepare.server.ts'
import { appealDecision, decideTarget } from '../../../src/core/moderation/acts.ts'
import { showGuards } from '../../../src/core/moderation/views.ts'
import { mergeContributions, splitContribution } from '../../../src/core/reshaping/acts.ts'
import { giveResponse } from '../../../src/core/response/acts.ts'
import { aGuest, anIdea } from '../../support/world.ts'
import type { Attempt, Attempts, Scene } from './attempt.ts'

const confirmedOnly = { guests: { contribute: false, respond: false } }
const judgedBefore = { moderation: 'before' }

const body = { title: 'A bench by the river', text: 'With a view.' }
const step = ({ callId, stepId }: Scene) => ({ callId, stepId })
const contribution = ({ callId, contributionId }: Scene) => ({ callId, contributionId })
const comments = ({ callId, contributionId }: Scene) => ({ callId, target: contributionId })

/** An idea of the holder's. */
async function ideaOf(scene: Scene, holder: Who, fileIds: string[] = []) {
  const { contributionId } = await anIdea(scene, holder, { fileIds })
  return { callId: scene.callId, contributionId }
}

async function hiddenIdeaOf(scene: Scene, holder: Who) {
  const idea = await ideaOf(scene, holder)
  await scene.door.perform(decideTarget, scene.owner, {
    callId: scene.callId,
    kind: 'contribution',
    target: idea.contributionId,
    decision: 'hide',
    ground: 'abuse',
    reason: 'It names somebody.'
  })
  return idea
}

/** A decision about an idea of the holder's. */
async function decisionAbout(scene: Scene, holder: Who) {
  const { contributionId: target } = await ideaOf(scene, holder)
  const { callId } = scene
  const { result } = await scene.door.perform(decideTarget, scene.owner, {
    callId,
    kind: 'contribution',
    target,
    decision: 'hide',
    ground: 'abuse',
    reason: 'It insults somebody.'
  })
  return { callId, decisionId: result.decisionId }
}

export const aPreparedFile = () =>
  new PreparedFile(
    {
      name: 'note.txt',
      type: 'text/plain; charset=utf-8',
      size: 4,
      sha256: 'ab'.repeat(32),
      width: null,
      height: null
    },
    Buffer.from('note'),
    null
  )

async function fileOf(scene: Scene, holder: Who) {
  const { result } = await scene.door.perform(keepFile, holder, { ...step(scene), file: aPreparedFile() })
  return { callId: scene.callId, fileId: result.fileId }
}

/** A file handed in with an idea of the holder's, which waits where the step's settings say so. */
async function fileInIdeaOf(scene: Scene, holder: Who) {
  const file = await fileOf(scene, holder)
  await ideaOf(scene, holder, [file.fileId])
  return file
}

/** Another idea to be merged, and why. */
async function merging(scene: Scene) {
  const { contributionId } = await anIdea(scene, aGuest())
  return { sources: [contributionId], reason: 'Both ask for a bench.' }
}

const keeping = (scene: Scene) => ({ ...step(scene), file: aPreparedFile() })
const creating = (scene: Scene) => ({ ...step(scene), body })
const commenting = (scene: Scene) => ({ ...comments(scene), body: 'I would sit there.' })
const responding = (scene: Scene) => ({ ...step(scene), target: scene.contributionId })
const stepOnly: Attempt = { input: step }

export const contributionAttempts: Attempts = {
  'comment.list': { input: comments },
  'comment.list, below what waits for a moderator': {
    settings: judgedBefore,
    input: async (scene, holder) => {
      const { contributionId } = await ideaOf(scene, holder)
      return { callId: scene.callId, target: contributionId }
    }
  },
  'comment.make': { input: commenting },
  'comment.make, where guests may not respond': { settings: confirmedOnly, input: commenting },
  'comment.withdraw': {
    input: async (scene, holder) => {
      const { result } = await scene.door.perform(makeComment, holder, commenting(scene))
      return { ...comments(scene), commentId: result.commentId }
    }
  },

  'contribution.create': { input: creating },
  'contribution.create, where guests may not': { settings: confirmedOnly, input: creating },
  'contribution.edit': {
    input: async (scene, holder) => ({ ...(await ideaOf(scene, holder)), version: 1, body })
  },
  'contribution.lineage': { input: contribution },
  'contribution.lineage, of one that a moderator hid': { turnedAway: 'gone', input: hiddenIdeaOf },
  'contribution.merge': {
    input: async scene => ({ callId: scene.callId, target: scene.contributionId, ...(await merging(scene)) })
  },
  'contribution.split': {
    input: scene => ({ ...contribution(scene), parts: [body, body], reason: 'It says two things.' })
  },
  'contribution.undo-merge': {
    input: async scene => {
      const { result } = await scene.door.perform(mergeContributions, scene.owner, {
        callId: scene.callId,
        target: scene.contributionId,
        ...(await merging(scene))
      })
      return { callId: scene.callId, reshapingId: result.reshapingId, reason: 'They differ.' }
    }
  },
  'contribution.undo-split': {
    input: async scene => {
      const { result } = await scene.door.perform(splitContribution, scene.owner, {
        ...contribution(scene),
        parts: [body, body],
        reason: 'It says two things.'
      })
      return { callId: scene.callId, reshapingId: result.reshapingId, reason: 'It was one.' }
    }
  },
  'contribution.find': { input: contribution },
  'contribution.find, that waits for a moderator': { settings: judgedBefore, input: ideaOf },
  'contribution.find, that its author took back': {
    turnedAway: 'gone',
    input: async (scene, holder) => {
      const idea = await ideaOf(scene, holder)
      await scene.door.perform(withdrawContribution, holder, idea)
      return idea
    }
  },
  'contribution.import': {
    input: scene => ({ ...step(scene), source: 'elsewhere', items: [{ key: `row ${newId()}`, body }] })
  },
  'contribution.list': stepOnly,
  'contribution.list, of a draft': { call: 'draft', input: step },
  'contribution.by-number': { input: scene => ({ ...step(scene), number: 1 }) },
  'contribution.mosaic': stepOnly,
  'contribution.similar': { input: scene => ({ ...step(scene), text: 'More benches' }) },
  'contribution.versions': { input: contribution },
  'contribution.versions, of one that a moderator hid': { turnedAway: 'gone', input: hiddenIdeaOf },
  'contribution.withdraw': { input: ideaOf },

  'file.drop': { input: fileOf },
  'file.keep': { input: keeping },
  'file.keep, where guests may not contribute': { settings: confirmedOnly, input: keeping },
  'file.open': { input: fileInIdeaOf },
  'file.open, with what waits for a moderator': { settings: judgedBefore, input: fileInIdeaOf },
  'file.open, not handed in with anything yet': { input: fileOf },
  'file.room': stepOnly,

  'moderation.appeal': {
    input: async (scene, holder) => ({ ...(await decisionAbout(scene, holder)), words: 'It insults nobody.' })
  },
  'moderation.appeals': { input: ({ callId }) => ({ callId }) },
  'moderation.guards': { input: ({ callId }) => ({ callId }) },
  'moderation.set-guards': {
    input: async ({ callId, door, owner }) => ({
      ...(await door.look(showGuards, owner, { callId })),
      callId,
      burst: 9
    })
  },
  'moderation.settle-appeal': {
    input: async scene => {
      const { author } = await anIdea(scene, aGuest())
      const decision = await decisionAbout(scene, author)
      await scene.door.perform(appealDecision, author, { ...decision, words: 'It insults nobody.' })
      return { ...decision, outcome: 'upheld', reason: 'It does.' }
    }
  },
  'moderation.standing': { input: contribution },
  'moderation.standing, of one that waits for a moderator': { settings: judgedBefore, input: ideaOf },
  'moderation.statement': { input: decisionAbout },
  'moderation.decide': {
    input: scene => ({
      callId: scene.callId,
      kind: 'contribution',
      target: scene.contributionId,
      decision: 'hide',
      ground: 'spam',
      reason: 'It sells something.'
    })
  },
  'moderation.decisions': { input: ({ callId }) => ({ callId }) },
  'moderation.flag': {
    input: scene => ({
      callId: scene.callId,
      kind: 'contribution',
      target: scene.contributionId,
      ground: 'spam'
    })
  },
  'moderation.queue': { input: ({ callId }) => ({ callId }) },
  'moderation.record': { input: ({ callId }) => ({ callId }) },

  'reshaping.list': { input: ({ callId }) => ({ callId }) },

  'response.give': { input: responding },
  'response.give, where guests may not': { settings: confirmedOnly, input: responding },
  'response.import': {
    input: async scene => {
      const key = `row ${newId()}`
      const { owner, door } = scene
      await door.perform(importContributions, owner, {
        ...step(scene),
        source: 'elsewhere',
        items: [{ key, body }]
      })
      return { ...step(scene), source: 'elsewhere', items: [{ person: 'a', target: key }] }
    }
  },
  'response.mine': stepOnly,
  'response.take-back': {
    turnedAway: 'nothing-to-take-back',
    input: async (scene, holder) => {
      await scene.door.perform(giveResponse, holder, responding(scene))
      return responding(scene)
    }
  }
}
