import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { hiddenUntil, stepState } from '../call/rules.ts'
import type { Frame, Step } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { methodOf, personIdOf } from '../contribution/open-step.server.ts'
import { defineAct, defineBatchAct } from '../door/act.ts'
import type { Caller, Channel, Work } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { problemsOf } from '../door/problems.ts'
import { Refusal } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import type { Who } from '../door/who.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { LineDraft } from '../ledger/line.ts'
import { findParticipants, join, keyOf } from '../participant/store.server.ts'
import type { Participant } from '../participant/store.server.ts'
import { responseRecord } from './rules.ts'
import { listStandings, lockResponders, takeBackResponse, upsertResponses } from './store.server.ts'
import type { ResponseRow, Standing } from './store.server.ts'

const target = { callId: z.uuid(), stepId: z.uuid(), target: z.uuid() }

const giveInput = z.strictObject({ ...target, body: z.record(z.string().max(40), z.json()).optional() })
type GiveInput = z.output<typeof giveInput>

interface Responding {
  readonly call: Frame
  readonly step: Step
  readonly participant: Participant
}

interface Given {
  readonly responseId: string
  readonly row: ResponseRow
  readonly weightChange: number
  readonly isNew: boolean
  readonly alias: string
  readonly hiddenUntil: Date | null
}

/** The one whom a participant's responses belong to: a claimed guest responds as the account that claimed it. */
const responderOf = (participant: Participant) => participant.linkedTo ?? participant.participantId

export const giveResponse = defineBatchAct({
  name: 'response.give',
  title: 'Respond to a contribution: support it, score it',
  http: 'POST /calls/{callId}/responses',
  scope: 'contribute',
  perMinute: 120,
  most: 200,
  input: giveInput,
  load: loadResponding,
  may: who => who.personId !== null,
  run: async (work, callers): Promise<(Given | Refusal)[]> => {
    const answers: (Given | Refusal | undefined)[] = new Array(callers.length).fill(undefined)
    const prepared = await prepare(work, callers, answers)
    if (prepared.length > 0) {
      const kept = await upsertResponses(work.tx, prepared.map(one => one.given.row))
      for (const { n, given } of prepared) {
        answers[n] = kept.has(given.responseId) ? given : new Refusal('already-responded')
      }
    }
    return answers as (Given | Refusal)[]
  },
  lines: ({ call, step, participant }, _, given) => [responseLine(call, step, participant, given)],
  reply: ({ responseId, row }) => ({ responseId, target: row.target, body: row.body })
})

/** Judges each caller and makes the row to be kept; fills in the refusals. */
async function prepare(
  work: Work,
  callers: readonly Caller<GiveInput, Responding>[],
  answers: (Given | Refusal | undefined)[]
): Promise<{ n: number; given: Given }[]> {
  const wanted = callers.map(({ subject, input, who }) => {
    try {
      const { method, rules } = methodOf(work.methods, subject.step)
      if (rules.respond === 'nobody') return new Refusal('not-allowed')
      if (rules.respond === 'confirmed' && !isSignedIn(who)) return new Refusal('sign-in-required')
      const parsed = method.response(subject.step.settings).safeParse(input.body ?? {}, { reportInput: true })
      if (!parsed.success) return new Refusal('invalid', { problems: problemsOf(parsed.error, 'body') })
      return { method, rules, body: parsed.data as JsonObject }
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    }
  })
  const open = [...callers.keys()].filter(n => {
    const one = wanted[n]!
    if (one instanceof Refusal) answers[n] = one
    return !(one instanceof Refusal)
  })
  const asked = open.map(n => {
    const { subject, input } = callers[n]!
    const kind = (wanted[n] as Exclude<(typeof wanted)[number], Refusal>).rules.responseKind
    return { callId: subject.call.callId, stepId: subject.step.stepId, target: input.target, kind, responder: responderOf(subject.participant) }
  })
  const budgeted = open.filter(n => (wanted[n] as Exclude<(typeof wanted)[number], Refusal>).rules.budget !== null)
  if (budgeted.length > 0) {
    await lockResponders(work.tx, budgeted.map(n => ({ callId: callers[n]!.subject.call.callId, participantId: responderOf(callers[n]!.subject.participant) })))
  }
  const standings = open.length > 0 ? await listStandings(work.tx, asked) : []
  const prepared: { n: number; given: Given }[] = []
  const inBatch = new Map<string, number>()
  for (const [k, n] of open.entries()) {
    const { method, rules, body } = wanted[n] as Exclude<(typeof wanted)[number], Refusal>
    const place = asked[k]!
    const twin = Object.values(place).join(' ')
    const purse = [place.callId, place.stepId, place.responder, place.kind].join(' ')
    const spentInBatch = inBatch.get(purse) ?? 0
    const refusal = inBatch.has(twin) ? new Refusal('already-responded') : judge(standings[k]!, place.stepId, body, rules.budget, spentInBatch)
    if (refusal) {
      answers[n] = refusal
      continue
    }
    const isNew = standings[k]!.present?.state !== 'counted'
    inBatch.set(twin, 1)
    if (isNew) inBatch.set(purse, spentInBatch + 1)
    // A changed mind is the same response in the record; one given again after a take-back is a new one.
    const responseId = isNew ? newId() : standings[k]!.present!.responseId
    const before = isNew ? 0 : method.weight(standings[k]!.present!.body)
    prepared.push({
      n,
      given: {
        responseId,
        isNew,
        weightChange: method.weight(body) - before,
        alias: callers[n]!.subject.participant.alias,
        hiddenUntil: hiddenUntil(rules, callers[n]!.subject.step),
        row: { ...place, responseId, body, channel: callers[n]!.channel, at: work.tx.now }
      }
    })
  }
  return prepared
}

function judge(standing: Standing, stepId: string, body: JsonObject, budget: number | null, spentInBatch: number): Refusal | undefined {
  if (standing.targetState !== 'published' || standing.targetStep !== stepId) return new Refusal('not-found')
  if (standing.isAuthor) return new Refusal('own-contribution')
  if (standing.present?.state === 'counted') {
    return JSON.stringify(standing.present.body) === JSON.stringify(body) ? new Refusal('already-responded') : undefined
  }
  if (budget !== null && standing.held + spentInBatch >= budget) return new Refusal('budget-spent', { facts: { budget } })
  return undefined
}

function responseLine(call: Frame, step: Step, participant: Participant, given: Given): LineDraft {
  const { row } = given
  const { responseId, stepId, target: contributionId, kind, body, at } = row
  return {
    log: call.callId,
    effect: 'put',
    subject: { kind: 'response', id: responseId },
    step: stepId,
    ...responseRecord({ responseId, stepId, target: contributionId, kind, body, responder: given.alias, at }),
    participantId: responderOf(participant),
    hiddenUntil: given.hiddenUntil,
    change: { target: contributionId, responses: given.isNew ? 1 : 0, value: given.weightChange }
  }
}

async function loadResponding(
  tx: Tx,
  calls: readonly { input: { callId: string; stepId: string }; who: Who; channel: Channel }[]
): Promise<(Responding | Refusal)[]> {
  const frames = await listFrames(tx, [...new Set(calls.map(one => one.input.callId))])
  const found = calls.map(({ input, who }) => {
    const call = frames.get(input.callId)
    const step = call?.steps.find(one => one.stepId === input.stepId)
    if (!call?.openedAt || !step) return new Refusal('not-found')
    if (who.personId === null) return new Refusal('not-allowed')
    const state = stepState(call, step, tx.now)
    if (state !== 'open') return new Refusal(state === 'waiting' ? 'not-open-yet' : 'closed')
    return { call, step, personId: who.personId }
  })
  const people = calls.flatMap((one, n) => {
    const open = found[n]!
    if (open instanceof Refusal) return []
    return [{ callId: open.call.callId, personId: open.personId, channel: one.channel, confirmed: isSignedIn(one.who) }]
  })
  const known = await findParticipants(tx, people)
  const missing = new Map(people.filter(one => !known.has(keyOf(one))).map(one => [keyOf(one), one]))
  const joined = missing.size > 0 ? await join(tx, [...missing.values()]) : new Map<string, Participant>()
  return found.map(open => {
    if (open instanceof Refusal) return open
    const key = keyOf({ callId: open.call.callId, personId: open.personId })
    return { call: open.call, step: open.step, participant: (known.get(key) ?? joined.get(key))! }
  })
}

export const takeBack = defineAct({
  name: 'response.take-back',
  title: 'Take your response back while the step is open',
  http: 'DELETE /calls/{callId}/responses',
  scope: 'contribute',
  perMinute: 120,
  identifies: false,
  input: z.strictObject(target),
  load: async (tx, input, who) => {
    if (who.personId === null) throw new Refusal('nothing-to-take-back')
    const [responding] = await loadResponding(tx, [{ input, who, channel: 'web' }])
    if (responding instanceof Refusal) throw responding
    return responding!
  },
  may: who => who.personId !== null,
  run: async (work, { call, step, participant }, input, who) => {
    personIdOf(who)
    const { method, rules } = methodOf(work.methods, step)
    const taken = await takeBackResponse(work.tx, {
      callId: call.callId,
      stepId: step.stepId,
      target: input.target,
      responder: responderOf(participant),
      kind: rules.responseKind
    })
    if (!taken) throw new Refusal('nothing-to-take-back')
    return { ...taken, weight: method.weight(taken.body), hiddenUntil: hiddenUntil(rules, step) }
  },
  lines: ({ call, step, participant }, input, taken) => [
    {
      log: call.callId,
      effect: 'remove',
      subject: { kind: 'response', id: taken.responseId },
      step: step.stepId,
      counted: {},
      participantId: responderOf(participant),
      hiddenUntil: taken.hiddenUntil,
      change: { target: input.target, responses: -1, value: -taken.weight }
    }
  ],
  reply: ({ responseId }) => ({ responseId })
})

