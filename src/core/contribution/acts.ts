import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { stepState } from '../call/rules.ts'
import type { Frame, Step } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { defineAct } from '../door/act.ts'
import type { Work } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import type { Who } from '../door/who.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { Method, StepRules } from '../method.ts'
import { refuseOutsiders } from '../group/audience.server.ts'
import { joinOne, nameParticipant } from '../participant/store.server.ts'
import { placeSchema, publicPlace } from '../place/rules.ts'
import type { Place } from '../place/rules.ts'
import { keepHolds, noteArrival } from '../moderation/guards.server.ts'
import { isAskedToRevise, lookFirst } from '../moderation/look-first.server.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { guessLanguage } from '../text/language.ts'
import { language, lineOfText } from '../text/schema.ts'
import { publishedLine, unseenLine } from './lines.ts'
import {
  firstState,
  loadOpenStep,
  methodOf,
  parseBody,
  personIdOf,
  refuseOutside,
  refuseStrangers
} from './open-step.server.ts'
import type { Contribution, ContributionState } from './rules.ts'
import {
  attachFiles,
  findContribution,
  insertContributions,
  insertLineage,
  insertVersion,
  isAuthor,
  lockContribution,
  setContributionState
} from './store.server.ts'
import { keepTitle, forgetTitle } from './similar.server.ts'

export const createContribution = defineAct({
  name: 'contribution.create',
  title: 'Hand in a contribution to an open step',
  http: 'POST /calls/{callId}/contributions',
  scope: 'contribute',
  perMinute: 20,
  input: z.strictObject({
    callId: z.uuid(),
    stepId: z.uuid(),
    /** Checked by the method of the step. */
    body: z.record(z.string(), z.json()),
    language: language.optional(),
    place: placeSchema.nullable().optional(),
    fileIds: z.array(z.uuid()).max(20).optional(),
    /** The name to be credited by; without one the contribution stands as a guest's. */
    name: lineOfText(80).nullable().optional(),
    buildsOn: z.uuid().optional()
  }),
  load: async (tx, { callId, stepId, buildsOn }) => {
    const open = await loadOpenStep(tx, callId, stepId)
    if (buildsOn) {
      const source = await findContribution(tx, callId, buildsOn)
      if (source?.state !== 'published' || source.mergedInto) throw invalid('buildsOn', 'not-found')
    }
    return open
  },
  // Who may contribute is a setting of the step, checked in `run`, where its method is at hand.
  may: who => who.kind !== 'token' || who.personId !== null,
  run: async (work, { call, step }, input, who) => {
    const { method, rules } = methodOf(work.methods, step)
    refuseStrangers(rules, who)
    await refuseOutsiders(work.tx, call, who)
    const body = parseBody(method, step, input.body)
    if ((input.fileIds?.length ?? 0) > rules.files)
      throw invalid('fileIds', 'too-many', { most: rules.files })
    if (rules.place === 'required' && !input.place) throw invalid('place', 'required')
    if (rules.place === 'none' && input.place) throw invalid('place', 'unknown-key')
    if (input.place) await refuseOutside(work.tx, call.callId, input.place)
    const participant = await joinOne(work.tx, {
      callId: call.callId,
      personId: personIdOf(who),
      channel: work.channel,
      confirmed: isSignedIn(who),
      language: input.language ?? null
    })
    const participantId = participant.linkedTo ?? participant.participantId
    if (input.name !== undefined && input.name !== participant.name)
      await nameParticipant(work.tx, call.callId, participantId, input.name)
    const { state, holds } = await lookFirst(work.tx, {
      call,
      who,
      rules,
      id: null,
      text: wordsOf(method, body),
      name: input.name ?? null,
      near: { stepId: step.stepId, title: method.title(body), textOf: method.text }
    })
    const made = { ...newContribution(work, call, step, method, rules, input, body), state }
    await insertContributions(work.tx, [
      { ...made, participantId, truePlace: input.place ?? null, at: work.tx.now }
    ])
    if (made.state === 'published') await keepTitle(work.tx, made)
    await keepHolds(work.tx, { ...made, id: made.contributionId, kind: 'contribution' }, holds)
    noteArrival(work.tx, call.callId, made.contributionId, who)
    if (input.buildsOn)
      await insertLineage(work.tx, call.callId, made.contributionId, input.buildsOn, 'builds-on')
    const fileIds = input.fileIds ?? []
    const files =
      fileIds.length > 0
        ? await attachFiles(work.tx, call.callId, made.contributionId, participantId, fileIds)
        : []
    if (files.length < fileIds.length) throw invalid('fileIds', 'not-found')
    return { contribution: { ...made, files }, participantId, heldBy: holds.map(hold => hold.rule) }
  },
  lines: (_, __, { contribution, participantId }) => [
    contribution.state === 'published'
      ? publishedLine(contribution, participantId, true)
      : { ...unseenLine(contribution, 'note'), participantId }
  ],
  reply: ({ contribution: { contributionId, version, state, title }, heldBy }) => ({
    contributionId,
    version,
    state,
    title,
    /** Which kinds of rules ask for a person's look first. */
    heldBy
  })
})

export const editContribution = defineAct({
  name: 'contribution.edit',
  title: 'Write a new version of your contribution',
  http: 'PUT /calls/{callId}/contributions/{contributionId}',
  scope: 'contribute',
  perMinute: 30,
  input: z.strictObject({
    callId: z.uuid(),
    contributionId: z.uuid(),
    /** The version that the edit started from: an edit over somebody else's is refused. */
    version: z.int().min(1),
    body: z.record(z.string(), z.json()),
    language: language.optional()
  }),
  load: loadOwn,
  may: (_, { own }) => own,
  run: async (work, { call, step, contribution, participantId }, input, who) => {
    if (stepState(call, step, work.tx.now) !== 'open') throw new Refusal('closed')
    const { callId, contributionId } = contribution
    const isAsked =
      contribution.state === 'hidden' && (await isAskedToRevise(work.tx, callId, contributionId))
    if (contribution.state !== 'published' && contribution.state !== 'held' && !isAsked)
      throw new Refusal('gone')
    if (contribution.mergedInto) throw new Refusal('merged')
    if (contribution.version !== input.version) throw new Refusal('changed-meanwhile')
    const { method, rules } = methodOf(work.methods, step)
    const body = parseBody(method, step, input.body)
    const { holds } = await lookFirst(work.tx, {
      call,
      who,
      rules,
      id: contributionId,
      text: wordsOf(method, body),
      name: null,
      near: { stepId: step.stepId, title: method.title(body), textOf: method.text }
    })
    const next = {
      version: contribution.version + 1,
      participantId,
      title: method.title(body),
      body,
      theme: method.theme(body),
      language:
        input.language ??
        guessLanguage(`${method.title(body)}\n${method.text(body)}`) ??
        contribution.language
    }
    await insertVersion(work.tx, contribution, next)
    await keepHolds(work.tx, { callId, id: contributionId, kind: 'contribution' }, holds)
    // A new version that was asked for, and one that a rule holds, are looked at before anybody else sees them.
    const state: ContributionState =
      contribution.state === 'published' && holds.length === 0 ? 'published' : 'held'
    if (state !== contribution.state) await setContributionState(work.tx, callId, contributionId, state)
    const edited: Contribution = { ...contribution, ...next, state }
    if (state === 'held') await forgetTitle(work.tx, callId, contributionId)
    else if (!edited.restrictedAt) await keepTitle(work.tx, edited)
    return { contribution: edited, participantId, heldBy: holds.map(hold => hold.rule) }
  },
  lines: ({ contribution: before }, _, { contribution, participantId }) => [
    contribution.state === 'published'
      ? publishedLine(contribution, participantId, false)
      : { ...unseenLine(contribution, before.state === 'published' ? 'remove' : 'note'), participantId }
  ],
  reply: ({ contribution: { contributionId, version, state, title }, heldBy }) => ({
    contributionId,
    version,
    state,
    title,
    heldBy
  })
})

export const withdrawContribution = defineAct({
  name: 'contribution.withdraw',
  title: 'Take your contribution back; its place in the record stays',
  http: 'POST /calls/{callId}/contributions/{contributionId}/withdrawal',
  scope: 'contribute',
  input: z.strictObject({ callId: z.uuid(), contributionId: z.uuid() }),
  load: loadOwn,
  may: (_, { own }) => own,
  run: async (work, { call, step, contribution }) => {
    if (stepState(call, step, work.tx.now) !== 'open') throw new Refusal('closed')
    if (contribution.state === 'withdrawn' || contribution.state === 'erased') throw new Refusal('gone')
    await setContributionState(work.tx, call.callId, contribution.contributionId, 'withdrawn')
    await forgetTitle(work.tx, call.callId, contribution.contributionId)
    return { contributionId: contribution.contributionId }
  },
  lines: ({ contribution }) => [
    unseenLine(contribution, contribution.state === 'published' ? 'remove' : 'note')
  ]
})

interface Own {
  readonly call: Frame
  readonly step: Step
  readonly contribution: Contribution
  readonly own: boolean
  readonly roles: ReadonlySet<Role>
  readonly participantId: string | null
}

/** A contribution with its row taken, and whether whoever knocks wrote it. */
async function loadOwn(
  tx: Tx,
  { callId, contributionId }: { callId: string; contributionId: string },
  who: Who
): Promise<Own> {
  const call = (await listFrames(tx, [callId])).get(callId)
  const contribution = await lockContribution(tx, callId, contributionId)
  const step = call?.steps.find(one => one.stepId === contribution?.stepId)
  if (!call || !contribution || !step) throw new Refusal('not-found')
  const roles = await rolesOf(tx, who, call.organisationId, callId)
  const own = who.personId !== null && (await isAuthor(tx, callId, contributionId, who.personId))
  if (!own && contribution.state !== 'published' && !hasRole(roles, 'moderator'))
    throw new Refusal('not-found')
  const participantId = own
    ? (await joinOne(tx, { callId, personId: who.personId!, channel: 'web', confirmed: isSignedIn(who) }))
        .participantId
    : null
  return { call, step, contribution, own, roles, participantId }
}

const wordsOf = (method: Method, body: JsonObject) => `${method.title(body)}\n${method.text(body)}`

function newContribution(
  work: Work,
  call: Frame,
  step: Step,
  method: Method,
  rules: StepRules,
  input: { language?: string | undefined; place?: Place | null | undefined },
  body: JsonObject
): Contribution {
  const title = method.title(body)
  return {
    callId: call.callId,
    contributionId: newId(),
    stepId: step.stepId,
    title,
    body,
    theme: method.theme(body),
    language: input.language ?? guessLanguage(`${title}\n${method.text(body)}`),
    version: 1,
    state: firstState(rules),
    status: 'open',
    mergedInto: null,
    restrictedAt: null,
    publicPlace: input.place
      ? (publicPlace(input.place, rules.placePrecision) as unknown as JsonObject)
      : null,
    files: [],
    channel: work.channel,
    createdAt: work.tx.now,
    changedAt: work.tx.now
  }
}
