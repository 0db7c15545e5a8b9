import { z } from 'zod'
import { defineAct } from '../door/act.ts'
import type { Methods } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { problemsOf } from '../door/problems.ts'
import { Refusal } from '../door/refusal.ts'
import type { Problem } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import type { Tx } from '../../db/sql.server.ts'
import type { LineDraft } from '../ledger/line.ts'
import { insertLog } from '../ledger/store.server.ts'
import { announce } from '../notification/announce.server.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { countUnanswered } from '../answer/meter.server.ts'
import { answerableSteps } from '../answer/load.server.ts'
import { checkAudienceRule } from '../group/audience.server.ts'
import { findOrganisation } from '../organisation/store.server.ts'
import { requiredText, slug } from '../text/schema.ts'
import { canonicalRules, hashOfRules } from './canonical.ts'
import { conclusionLetters } from './conclusion-letters.server.ts'
import { callFields } from './input.ts'
import type { CallFields } from './input.ts'
import { callState, mayKnowOf, opensWith } from './rules.ts'
import type { Call } from './rules.ts'
import { findCall, lockCall } from './store.server.ts'
import {
  countStepsWithoutResult,
  deleteCall,
  insertCall,
  insertCancellation,
  insertConclusion,
  insertRules,
  moveHiding,
  updateCall
} from './write.server.ts'

interface CallAndRoles {
  readonly call: Call
  readonly roles: ReadonlySet<Role>
  readonly now: Date
}

/** A call with its row taken, and what whoever knocks may do with it. */
async function loadLocked(tx: Tx, { callId }: { callId: string }, who: Who): Promise<CallAndRoles> {
  if (!(await lockCall(tx, callId))) throw new Refusal('not-found')
  const call = (await findCall(tx, callId))!
  const roles = await rolesOf(tx, who, call.organisationId, callId)
  if (!mayKnowOf(call, roles)) throw new Refusal('not-found')
  return { call, roles, now: tx.now }
}

const byOrganisers = (_: Who, subject: { roles: ReadonlySet<Role> }) => hasRole(subject.roles, 'organiser')

/** A line about the call; `put` where it says which rules hold from now on. */
const line = (
  call: { callId: string },
  effect: 'put' | 'note',
  counted: LineDraft['counted']
): LineDraft => ({
  log: call.callId,
  effect,
  subject: { kind: 'call', id: call.callId },
  counted
})

export const draftCall = defineAct({
  name: 'call.draft',
  title: 'Begin a call: a draft that only people with a role in the organisation see',
  http: 'POST /organisations/{organisationId}/calls',
  scope: 'organise',
  input: z.strictObject({ organisationId: z.uuid(), slug, fields: callFields }),
  load: async (tx, { organisationId }, who) => {
    const organisation = await findOrganisation(tx, organisationId)
    if (!organisation) throw new Refusal('not-found')
    return { organisation, roles: await rolesOf(tx, who, organisationId) }
  },
  may: byOrganisers,
  run: async (work, { organisation }, input) => {
    checkSettings(work.methods, input.fields)
    await checkAudienceRule(work.tx, organisation.organisationId, input.fields.audienceRule)
    if (await findCall(work.tx, input.slug))
      throw new Refusal('name-taken', { problems: [{ path: 'slug', code: 'taken' }] })
    const callId = newId()
    await insertCall(work.tx, {
      ...input.fields,
      callId,
      slug: input.slug,
      organisationId: organisation.organisationId,
      isDemo: organisation.isDemo
    })
    await insertLog(work.tx, callId, 'call')
    return { callId, slug: input.slug, revision: 1 }
  },
  // A draft is nobody's business yet: the call's log begins when it opens.
  lines: () => []
})

export const editCall = defineAct({
  name: 'call.edit',
  title: 'Change a draft',
  http: 'PUT /calls/{callId}',
  scope: 'organise',
  perMinute: 240,
  input: z.strictObject({ callId: z.uuid(), revision: z.int(), fields: callFields }),
  load: loadLocked,
  may: byOrganisers,
  run: async (work, { call }, { callId, revision, fields }) => {
    if (call.openedAt) throw new Refusal('frozen')
    checkSettings(work.methods, fields)
    await checkAudienceRule(work.tx, call.organisationId, fields.audienceRule, call.audienceRule)
    if (!(await updateCall(work.tx, callId, revision, fields))) throw new Refusal('changed-meanwhile')
    return { callId, revision: revision + 1 }
  },
  lines: () => []
})

export const openCall = defineAct({
  name: 'call.open',
  title: 'Open a call: its rules are frozen, hashed and public from now on',
  http: 'POST /calls/{callId}/opening',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid() }),
  load: loadLocked,
  may: byOrganisers,
  run: async (work, { call, now }) => {
    if (call.openedAt) throw new Refusal('already-open')
    const problems = opensWith(call, work.methods, now)
    if (problems.length > 0) throw new Refusal('not-ready', { problems })
    const canonical = canonicalRules(call)
    const hash = hashOfRules(canonical)
    await insertRules(work.tx, { callId: call.callId, version: 1, canonical, hash, reason: '' })
    return { callId: call.callId, slug: call.slug, revision: call.revision + 1, version: 1, rulesHash: hash }
  },
  lines: ({ call }, _, result) => [
    line(call, 'put', { rules: result.rulesHash, version: 1, organisation: call.organisationId })
  ]
})

export const changeCall = defineAct({
  name: 'call.change',
  title: 'Change the rules of an open call: public, dated, with a reason; every version stays readable',
  http: 'POST /calls/{callId}/changes',
  scope: 'organise',
  input: z.strictObject({
    callId: z.uuid(),
    revision: z.int(),
    reason: requiredText(1_000, 10),
    fields: callFields
  }),
  load: loadLocked,
  may: byOrganisers,
  run: async (work, { call, now }, { callId, revision, reason, fields }) => {
    if (!call.openedAt) throw new Refusal('not-open-yet')
    if (call.concludedAt || call.cancelledAt) throw new Refusal('closed')
    checkSettings(work.methods, fields)
    checkKeptSteps(call, fields, now)
    await checkAudienceRule(work.tx, call.organisationId, fields.audienceRule, call.audienceRule)
    if (!(await updateCall(work.tx, callId, revision, fields))) throw new Refusal('changed-meanwhile')
    await moveHiding(work.tx, callId)
    const changed = (await findCall(work.tx, callId))!
    const canonical = canonicalRules(changed)
    const hash = hashOfRules(canonical)
    const version = call.rulesVersion! + 1
    await insertRules(work.tx, { callId, version, canonical, hash, reason })
    return { callId, revision: revision + 2, version, rulesHash: hash }
  },
  lines: ({ call }, { reason }, result) => [
    line(call, 'put', { rules: result.rulesHash, version: result.version, reason })
  ]
})

export const concludeCall = defineAct({
  name: 'call.conclude',
  title: 'Conclude a call whose steps have closed and whose contributions have their answers',
  http: 'POST /calls/{callId}/conclusion',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid(), statement: requiredText(10_000, 10) }),
  load: loadLocked,
  may: byOrganisers,
  run: async (work, { call, now }, { statement }) => {
    if (call.concludedAt || call.cancelledAt) throw new Refusal('already-concluded')
    if (!call.openedAt) throw new Refusal('not-open-yet')
    if (callState(call, now) !== 'closed') throw new Refusal('still-open')
    if ((await countStepsWithoutResult(work.tx, call.callId)) > 0) throw new Refusal('not-ready')
    const missing = await countUnanswered(work.tx, call.callId, answerableSteps(call, work.methods))
    if (missing > 0) throw new Refusal('answers-missing', { facts: { count: missing } })
    await insertConclusion(work.tx, call.callId, statement)
    for (const letter of await conclusionLetters(work.tx, work.origin, call)) work.mail(letter)
    // Under everybody's news too; the letter has gone to those who want it.
    await announce(work.tx, [
      {
        callId: call.callId,
        event: 'call.concluded',
        subjectId: call.callId,
        audience: { everyone: true },
        letter: 'none'
      }
    ])
    return { callId: call.callId }
  },
  lines: ({ call }, { statement }) => [line(call, 'note', { statement })]
})

export const cancelCall = defineAct({
  name: 'call.cancel',
  title: 'Cancel an open call, with a public reason',
  http: 'POST /calls/{callId}/cancellation',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid(), reason: requiredText(2_000, 10) }),
  load: loadLocked,
  may: byOrganisers,
  run: async (work, { call }, { reason }) => {
    if (call.concludedAt || call.cancelledAt) throw new Refusal('already-concluded')
    if (!call.openedAt) throw new Refusal('not-open-yet')
    await insertCancellation(work.tx, call.callId, reason)
    await announce(work.tx, [
      { callId: call.callId, event: 'call.cancelled', subjectId: call.callId, audience: { everyone: true } }
    ])
    return { callId: call.callId }
  },
  lines: ({ call }, { reason }) => [line(call, 'note', { reason })]
})

export const dropCall = defineAct({
  name: 'call.drop',
  title: 'Throw a draft away',
  http: 'DELETE /calls/{callId}',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid() }),
  load: loadLocked,
  may: byOrganisers,
  run: async (work, { call }) => {
    if (call.openedAt) throw new Refusal('frozen')
    await deleteCall(work.tx, call.callId)
    return { callId: call.callId }
  },
  lines: () => []
})

/** Rules may be mended, but not so that what people already handed in loses its place or its meaning. */
function checkKeptSteps(call: Call, fields: CallFields, now: Date): void {
  const problems: Problem[] = []
  for (const step of call.steps) {
    const n = fields.steps.findIndex(kept => kept.slug === step.slug)
    const begun = !step.opensAt || step.opensAt <= now
    if (!begun) continue
    const kept = fields.steps[n]
    if (!kept || kept.method !== step.method)
      problems.push({ path: `steps.${n < 0 ? step.position - 1 : n}`, code: 'step-has-begun' })
    else if (
      step.closesAt &&
      step.closesAt <= now &&
      kept.closesAt &&
      new Date(kept.closesAt).getTime() !== step.closesAt.getTime()
    ) {
      problems.push({ path: `steps.${n}.closesAt`, code: 'step-has-closed' })
    } else if (kept.closesAt && new Date(kept.closesAt) <= now && (!step.closesAt || step.closesAt > now)) {
      problems.push({ path: `steps.${n}.closesAt`, code: 'already-past' })
    }
  }
  if (problems.length > 0) throw new Refusal('invalid', { problems })
}

/** Each step's settings through its method; all problems at once. */
export function checkSettings(methods: Methods, fields: Pick<CallFields, 'steps'>): void {
  const problems: Problem[] = []
  const slugs = new Set<string>()
  for (const [n, step] of fields.steps.entries()) {
    const path = `fields.steps.${n}`
    if (slugs.has(step.slug)) problems.push({ path: `${path}.slug`, code: 'taken' })
    slugs.add(step.slug)
    const method = methods.get(step.method)
    if (!method) {
      problems.push({
        path: `${path}.method`,
        code: 'unknown-method',
        limits: { choices: [...methods.keys()].join(', ') }
      })
      continue
    }
    const parsed = method.settings.safeParse(step.settings, { reportInput: true })
    if (!parsed.success) problems.push(...problemsOf(parsed.error, `${path}.settings`))
    else step.settings = parsed.data as typeof step.settings
    if (step.opensAt && step.closesAt && new Date(step.opensAt) >= new Date(step.closesAt)) {
      problems.push({ path: `${path}.closesAt`, code: 'before-it-opens' })
    }
  }
  if (problems.length > 0) throw new Refusal('invalid', { problems })
}
