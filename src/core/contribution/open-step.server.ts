import type { Tx } from '../../db/sql.server.ts'
import { stepState } from '../call/rules.ts'
import type { Frame, Step } from '../call/rules.ts'
import { findArea, listFrames } from '../call/store.server.ts'
import { problemsOf } from '../door/problems.ts'
import { invalid, Refusal } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import type { Who } from '../door/who.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { Method, StepRules } from '../method.ts'
import { isInArea } from '../place/area.ts'
import type { Place } from '../place/rules.ts'
import type { ContributionState } from './rules.ts'

/** The method of a step with its rules; a step whose method is gone cannot be worked in. */
export function methodOf(
  methods: ReadonlyMap<string, Method>,
  step: Step
): { method: Method; rules: StepRules } {
  const method = methods.get(step.method)
  if (!method) throw new Refusal('closed')
  return { method, rules: method.rules(step.settings) }
}

/** The frame and the step named; refused unless people can work in it now. */
export async function loadOpenStep(
  tx: Tx,
  callId: string,
  stepId: string
): Promise<{ call: Frame; step: Step }> {
  const call = (await listFrames(tx, [callId])).get(callId)
  const step = call?.steps.find(one => one.stepId === stepId)
  if (!call || !step || !call.openedAt) throw new Refusal('not-found')
  const state = stepState(call, step, tx.now)
  if (state === 'waiting') throw new Refusal('not-open-yet')
  if (state === 'closed') throw new Refusal('closed')
  return { call, step }
}

/** What the method says of a body: its parsed form, or all problems beside their fields. */
export function parseBody(method: Method, step: Step, body: unknown): JsonObject {
  const parsed = method.contribution(step.settings).safeParse(body, { reportInput: true })
  if (!parsed.success) throw new Refusal('invalid', { problems: problemsOf(parsed.error, 'body') })
  return parsed.data as JsonObject
}

export function refuseStrangers(rules: StepRules, who: Who): void {
  if (rules.contribute === 'nobody') throw new Refusal('not-allowed')
  if (rules.contribute === 'confirmed' && !isSignedIn(who)) throw new Refusal('sign-in-required')
}

/** A call about an area takes contributions from there alone. */
export async function refuseOutside(tx: Tx, callId: string, place: Place): Promise<void> {
  const area = await findArea(tx, callId)
  if (area && !isInArea(place, area)) throw invalid('place', 'outside-area')
}

export const firstState = (rules: StepRules): ContributionState =>
  rules.moderation === 'before' ? 'held' : 'published'

/** The person behind an act that needs one. */
export function personIdOf(who: Who): string {
  if (who.personId === null) throw new Refusal('not-allowed')
  return who.personId
}
