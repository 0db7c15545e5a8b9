import { z } from 'zod'
import { hiddenUntil, stepState } from '../call/rules.ts'
import type { Frame } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { defineAct } from '../door/act.ts'
import type { Methods, Work } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { LineDraft } from '../ledger/line.ts'
import { superseded } from './claim-rules.ts'
import type { HeldResponse } from './claim-rules.ts'
import {
  findClaimer,
  insertClaim,
  linkParticipants,
  listHeld,
  lockPeople,
  markSuperseded,
  moveBelongings,
  moveBlocks
} from './claim-store.server.ts'
import { readClaim } from './guest-cookie.ts'
import { guestKey } from './keys.server.ts'

interface Superseding {
  readonly held: HeldResponse
  readonly weight: number
  readonly hiddenUntil: Date | null
}

export const claimGuest = defineAct({
  name: 'person.claim-guest',
  title: 'Take what you did as a guest to your account: linked, nothing rewritten',
  http: 'POST /me/guest-claims',
  scope: null,
  perMinute: 10,
  input: z.strictObject({
    /** The value of the guest's cookie, or of a letter's link: it proves who the guest was. */
    proof: z.string().min(1).max(200),
    /** Whether contributions of the guest are credited by the account's name from now on. */
    name: z.enum(['account', 'as-it-was']).default('as-it-was')
  }),
  load: async (tx, { proof }, who) => {
    const guestId = readClaim(await guestKey(tx), proof, tx.now)
    if (!guestId) throw new Refusal('expired')
    const people = who.kind === 'person' ? await lockPeople(tx, [who.personId, guestId]) : new Map()
    return { guestId, guest: people.get(guestId), self: who.personId ? people.get(who.personId) : undefined }
  },
  may: (who, { self }) => who.kind === 'person' && self?.kind === 'account',
  run: async (work, { guestId, guest, self }, input) => {
    const personId: string = self!.personId
    const claimer = await findClaimer(work.tx, guestId)
    if (claimer === personId) return { calls: 0, superseding: [] }
    if (claimer) throw new Refusal('already-used')
    if (guest?.kind !== 'guest') throw new Refusal('gone')
    await insertClaim(work.tx, personId, guestId)
    await moveBelongings(work.tx, guestId, personId)
    const name = input.name === 'account' ? self!.name : null
    const { calls, meeting } = await linkParticipants(work.tx, guestId, personId, name)
    await moveBlocks(work.tx, guestId, personId)
    return { calls, superseding: await supersede(work, meeting) }
  },
  lines: (_, __, { superseding }) => superseding.map(supersededLine),
  reply: ({ calls, superseding }) => ({ calls, superseded: superseding.length })
})

/** Where both took part: the earlier of two responses counts, in every step that has not closed. */
async function supersede(
  work: Work,
  meeting: readonly { callId: string; participantId: string }[]
): Promise<Superseding[]> {
  if (meeting.length === 0) return []
  const frames = await listFrames(work.tx, [...new Set(meeting.map(one => one.callId))])
  const held = await listHeld(work.tx, meeting)
  const open = held.filter(one => isOpen(frames, one, work.tx.now))
  const losing = superseded(open, one => budgetOf(work.methods, frames, one))
  await markSuperseded(work.tx, losing)
  return losing.map(one => {
    const { method, rules, step } = partsOf(work.methods, frames, one)!
    return { held: one, weight: method.weight(one.body), hiddenUntil: hiddenUntil(rules, step) }
  })
}

const stepOf = (frames: ReadonlyMap<string, Frame>, held: HeldResponse) =>
  frames.get(held.callId)?.steps.find(step => step.stepId === held.stepId)

function partsOf(methods: Methods, frames: ReadonlyMap<string, Frame>, held: HeldResponse) {
  const step = stepOf(frames, held)
  const method = step && methods.get(step.method)
  return method && { method, step, rules: method.rules(step.settings) }
}

/** A result that was made stands, so responses of a closed step stay as they are. */
function isOpen(frames: ReadonlyMap<string, Frame>, held: HeldResponse, now: Date): boolean {
  const call = frames.get(held.callId)
  const step = stepOf(frames, held)
  return call !== undefined && step !== undefined && stepState(call, step, now) === 'open'
}

const budgetOf = (methods: Methods, frames: ReadonlyMap<string, Frame>, held: HeldResponse): number | null =>
  partsOf(methods, frames, held)?.rules.budget ?? null

const supersededLine = ({ held, weight, hiddenUntil }: Superseding): LineDraft => ({
  log: held.callId,
  event: 'response.supersede',
  effect: 'remove',
  subject: { kind: 'response', id: held.responseId },
  step: held.stepId,
  counted: {},
  participantId: held.participantId,
  hiddenUntil,
  change: { target: held.target, responses: -1, value: -weight }
})
