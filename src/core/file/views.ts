import { z } from 'zod'
import { stepState } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { methodOf, refuseStrangers } from '../contribution/open-step.server.ts'
import { loadSeenStep } from '../contribution/views.ts'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { findParticipants, keyOf as partOf } from '../participant/store.server.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { fileLimits, looseMost } from './rules.ts'
import { countLoose, findFile } from './store.server.ts'

export const findFileRoom = defineView({
  name: 'file.room',
  title: 'How many files a contribution may carry, and how many more you may send before handing one in',
  http: 'GET /calls/{callId}/steps/{stepId}/file-room',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid(), stepId: z.uuid() }),
  load: loadSeenStep,
  may: () => true,
  run: async (look, { call, step }, _, who) => {
    const { rules } = methodOf(look.methods, step)
    const state = stepState(call, step, look.now)
    if (state !== 'open') throw new Refusal(state === 'waiting' ? 'not-open-yet' : 'closed')
    refuseStrangers(rules, who)
    const most = rules.files
    const limits = { perContribution: most, bytes: fileLimits.bytes }
    if (who.personId === null) return { ...limits, left: looseMost(most) }
    const place = { callId: call.callId, personId: who.personId }
    const part = (await findParticipants(look.db, [place])).get(partOf(place))
    const loose = part ? await countLoose(look.db, call.callId, part.linkedTo ?? part.participantId) : 0
    return { ...limits, left: Math.max(0, looseMost(most) - loose) }
  }
})

export const openFile = defineView({
  name: 'file.open',
  title: 'What is known of a file that you may see; its bytes are served at /files/{callId}/{fileId}',
  http: 'GET /calls/{callId}/files/{fileId}',
  scope: 'read',
  perMinute: 3_000,
  input: z.strictObject({ callId: z.uuid(), fileId: z.uuid() }),
  load: async (db, { callId, fileId }, who) => {
    const file = await findFile(db, callId, fileId, who.personId)
    if (!file) throw new Refusal('not-found')
    const state = file.contributionState
    const isPublic = state === 'published'
    if (isPublic || file.own) return { file, isPublic }
    // What was not handed in with anything, or was taken back, is its sender's alone.
    if (state !== 'held' && state !== 'hidden') throw new Refusal('not-found')
    const call = (await listFrames(db, [callId])).get(callId)
    const roles = call && (await rolesOf(db, who, call.organisationId, callId))
    if (!roles || !hasRole(roles, 'moderator')) throw new Refusal('not-found')
    return { file, isPublic }
  },
  may: () => true,
  run: async (_, { file, isPublic }) => {
    const { callId, fileId, name, alt, type, size, width, height, contributionId } = file
    return { callId, fileId, contributionId, name, alt, type, size, width, height, isPublic }
  }
})
