import { z } from 'zod'
import { loadOpenStep, methodOf, personIdOf, refuseStrangers } from '../contribution/open-step.server.ts'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import { joinOne } from '../participant/store.server.ts'
import { optionalText } from '../text/schema.ts'
import { PreparedFile } from './prepare.server.ts'
import { looseMost } from './rules.ts'
import { countLooseAlone, dropFile, findFile, insertFile } from './store.server.ts'

/** What a picture shows, for those who cannot see it. */
export const alt = optionalText(300).refine(text => !text.includes('\n'), { params: { code: 'one-line' } })

/**
 * Writes a file down. Its bytes go another way: whoever receives them sends them through the keeper
 * (`keep.server.ts`), which prepares them, performs this and stores them. No JSON can stand for a prepared file.
 */
export const keepFile = defineAct({
  name: 'file.keep',
  title: 'Send a file for a contribution that will be handed in within a day',
  http: 'POST /calls/{callId}/files',
  scope: 'contribute',
  perMinute: 20,
  input: z.strictObject({
    callId: z.uuid(),
    stepId: z.uuid(),
    alt: alt.default(''),
    // The facts alone go on: they hold the hash of the bytes, so a key used twice knows whether it is the same file.
    file: z.instanceof(PreparedFile).transform(file => file.facts)
  }),
  load: (tx, { callId, stepId }) => loadOpenStep(tx, callId, stepId),
  may: who => who.kind === 'guest' || who.personId !== null,
  run: async (work, { call, step }, input, who) => {
    const { rules } = methodOf(work.methods, step)
    refuseStrangers(rules, who)
    if (rules.files === 0) throw invalid('file', 'too-many', { most: 0 })
    const { callId } = call
    const { linkedTo, participantId } = await joinOne(work.tx, {
      callId,
      personId: personIdOf(who),
      channel: work.channel,
      confirmed: isSignedIn(who)
    })
    const sender = linkedTo ?? participantId
    if ((await countLooseAlone(work.tx, callId, sender)) >= looseMost(rules.files))
      throw invalid('file', 'too-many-files')
    const fileId = newId()
    await insertFile(work.tx, { ...input.file, callId, fileId, participantId: sender, alt: input.alt })
    return { fileId, ...input.file }
  },
  // Nothing is public before the contribution is.
  lines: () => []
})

export const dropLooseFile = defineAct({
  name: 'file.drop',
  title: 'Take back a file that you have not handed in with anything',
  http: 'DELETE /calls/{callId}/files/{fileId}',
  scope: 'contribute',
  identifies: false,
  input: z.strictObject({ callId: z.uuid(), fileId: z.uuid() }),
  load: async (tx, { callId, fileId }, who) => {
    const file = await findFile(tx, callId, fileId, who.personId)
    // A loose file is nobody else's business, so to others it is not there.
    if (!file || (!file.own && file.contributionState !== 'published')) throw new Refusal('not-found')
    return file
  },
  may: (_, { own }) => own,
  run: async (work, { callId, fileId }) => {
    if (!(await dropFile(work.tx, callId, fileId))) throw new Refusal('frozen')
    return { fileId }
  },
  lines: () => []
})
