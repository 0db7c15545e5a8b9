import { hiddenUntil, stepState } from '../call/rules.ts'
import type { Frame, Step } from '../call/rules.ts'
import { forgetTitle, keepTitle } from '../contribution/similar.server.ts'
import { methodOf } from '../contribution/open-step.server.ts'
import type { Contribution } from '../contribution/rules.ts'
import { lockContribution } from '../contribution/store.server.ts'
import type { Work } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { Refusal } from '../door/refusal.ts'
import type { Tx } from '../../db/sql.server.ts'
import { findResult } from '../result/store.server.ts'
import { carried, givenBack } from './carry.ts'
import type { Held } from './carry.ts'
import type { Place } from './lines.ts'
import {
  countHeldBy,
  insertCarried,
  insertReshaping,
  listAuthorParts,
  listMergedInto,
  lockResponses,
  setMergedInto,
  setResponses
} from './store.server.ts'

/** Contributions with their rows taken, in the order of their ids, so that two organisers wait for each other. */
export async function lockAll(
  tx: Tx,
  callId: string,
  ids: readonly string[]
): Promise<Map<string, Contribution>> {
  const found = new Map<string, Contribution>()
  for (const id of [...new Set(ids)].sort()) {
    const contribution = await lockContribution(tx, callId, id)
    if (contribution) found.set(id, contribution)
  }
  return found
}

/** Whether responses may move: while people respond. A count that was made stands, and nothing moves while it is made. */
export async function responsesMove(tx: Tx, call: Frame, step: Step): Promise<boolean> {
  if (call.concludedAt || call.cancelledAt) throw new Refusal('closed')
  const state = stepState(call, step, tx.now)
  if (state === 'waiting') throw new Refusal('not-open-yet')
  if (state === 'open') return true
  if (!(await findResult(tx, call.callId, step.stepId))) throw new Refusal('being-counted')
  return false
}

export function placeOf({ methods }: Pick<Work, 'methods'>, call: Frame, step: Step): Place {
  const { method, rules } = methodOf(methods, step)
  return {
    callId: call.callId,
    stepId: step.stepId,
    hiddenUntil: hiddenUntil(rules, step),
    weight: body => method.weight(body)
  }
}

/** What cannot be merged or split, each with its reason: what is not seen, and what went into another one already. */
export function refuseUnfit({ state, mergedInto }: Contribution): void {
  if (state !== 'published') throw new Refusal('gone')
  if (mergedInto) throw new Refusal('merged')
}

export interface Merged {
  readonly reshapingId: string
  readonly sources: readonly Contribution[]
  readonly target: Contribution
  /** Out of the count at the sources. */
  readonly leaving: readonly Held[]
  /** Counted at the target from now on. */
  readonly coming: readonly Held[]
  readonly moves: boolean
}

/** Merges sources into a target whose rows are taken. */
export async function merge(
  { tx }: Pick<Work, 'tx'>,
  made: {
    call: Frame
    step: Step
    sources: readonly Contribution[]
    target: Contribution
    reason: string
    madeBy: string | null
  }
): Promise<Merged> {
  const { call, step, sources, target } = made
  const { callId } = call
  const ids = sources.map(one => one.contributionId)
  const moves = await responsesMove(tx, call, step)
  const reshapingId = newId()
  await insertReshaping(tx, {
    callId,
    reshapingId,
    kind: 'merge',
    reason: made.reason,
    madeBy: made.madeBy,
    links: ids.map(sourceId => ({ sourceId, contributionId: target.contributionId }))
  })
  await setMergedInto(tx, callId, ids, target.contributionId)
  for (const id of ids) await forgetTitle(tx, callId, id)
  const moved = moves
    ? await carry(tx, callId, step.stepId, ids, target.contributionId)
    : { leaving: [], coming: [] }
  return { reshapingId, sources, target, moves, ...moved }
}

/** Moves what counts at the sources: each person's response once, to the target. */
export async function carry(
  tx: Tx,
  callId: string,
  stepId: string,
  sources: readonly string[],
  target: string
): Promise<{ leaving: Held[]; coming: Held[] }> {
  const held = await lockResponses(tx, callId, [...sources, target])
  const atSources = held.filter(one => one.target !== target && one.state === 'counted')
  const atTarget = held.filter(one => one.target === target)
  const authors = await listAuthorParts(tx, callId, target)
  const going = carried(atSources, atTarget, authors)
  await setResponses(tx, callId, stepId, atSources, { state: 'superseded', carriedTo: target })
  const coming = await insertCarried(
    tx,
    callId,
    stepId,
    target,
    going.map(one => ({ ...one, target, carriedFrom: one.target, carriedTo: null, responseId: newId() }))
  )
  return { leaving: atSources, coming }
}

export interface Unmerged {
  readonly sources: readonly Contribution[]
  readonly target: string
  readonly leaving: readonly Held[]
  readonly restored: readonly Held[]
}

/** Takes one source of a merge out of its target again, with all that came with it. */
export async function unmerge(
  { tx, methods }: Pick<Work, 'tx' | 'methods'>,
  { call, step, source, target }: { call: Frame; step: Step; source: Contribution; target: string }
): Promise<Pick<Unmerged, 'leaving' | 'restored'>> {
  const { callId } = call
  const id = source.contributionId
  const moves = await responsesMove(tx, call, step)
  await setMergedInto(tx, callId, [id], null)
  await keepTitle(tx, source)
  // The count that was made has these responses where they are.
  if (!moves) return { leaving: [], restored: [] }
  const siblings = (await listMergedInto(tx, callId, target)).filter(other => other !== id)
  const held = await lockResponses(tx, callId, [id, target, ...siblings])
  const wentTo = (from: (target: string) => boolean) =>
    held.filter(one => from(one.target) && one.state === 'superseded' && one.carriedTo === target)
  const back = givenBack(
    id,
    wentTo(at => at === id),
    held.filter(one => one.target === target),
    wentTo(at => siblings.includes(at))
  )
  const { stepId } = step
  await setResponses(tx, callId, stepId, back.leaving, {
    state: 'superseded',
    carriedFrom: back.leaving.map(() => null)
  })
  await setResponses(
    tx,
    callId,
    stepId,
    back.staying.map(one => one.held),
    { state: 'counted', carriedFrom: back.staying.map(one => one.from) }
  )
  await setResponses(tx, callId, stepId, back.withdrawn, { state: 'taken-back' })
  const { budget } = methodOf(methods, step).rules
  const restored =
    budget === null ? back.restored : await affordable(tx, callId, stepId, back.restored, budget)
  await setResponses(tx, callId, stepId, restored, { state: 'counted' })
  return { leaving: back.leaving, restored }
}

/** Whoever spent elsewhere what the merge had set free keeps that: nobody holds more than a budget allows. */
async function affordable(
  tx: Tx,
  callId: string,
  stepId: string,
  restored: readonly Held[],
  budget: number
): Promise<Held[]> {
  const holds = await countHeldBy(
    tx,
    callId,
    stepId,
    restored.map(one => one.person)
  )
  return restored.filter(({ person }) => {
    const spent = holds.get(person) ?? 0
    holds.set(person, spent + 1)
    return spent < budget
  })
}
