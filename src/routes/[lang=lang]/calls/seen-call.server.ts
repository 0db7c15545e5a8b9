import { findCallView } from '../../../core/call/views.ts'
import type { ResultOf } from '../../../core/door/act.ts'
import { Refusal } from '../../../core/door/refusal.ts'
import { methods } from '../../../methods/index.ts'

export type SeenCall = ResultOf<typeof findCallView>
export type SeenStep = SeenCall['steps'][number]

interface Kept {
  readonly call: Promise<SeenCall>
  readonly until: number
}

/** What everybody sees of a call is asked for once a second at most, as pages for everybody are. */
const kept = new Map<string, Kept>()
const freshMs = 1_000
const mostKept = 200

/** The call at an address. @throws {Refusal} `not-found`, also for a draft that is not for these eyes. */
export function seeCall({ app, who }: App.Locals, slug: string): Promise<SeenCall> {
  const look = () => app.look(findCallView, who, { call: slug })
  if (who.kind !== 'guest' || who.personId !== null) return look()
  const now = Date.now()
  const known = kept.get(slug)
  if (known && now < known.until) return known.call
  const call = look()
  kept.set(slug, { call, until: now + freshMs })
  call.catch(() => kept.delete(slug))
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  return call
}

/** The step a page is about: the one named, else the one people can work in. */
export function stepOf(call: SeenCall, stepId: string | null = call.currentStep): SeenStep | undefined {
  return call.steps.find(step => step.stepId === stepId)
}

/** The same where a page cannot be without one. */
export function stepToWorkIn(call: SeenCall, stepId: string | null): SeenStep {
  const step = stepOf(call, stepId)
  if (!step) throw new Refusal('not-found')
  return step
}

/** What the step's method makes of its settings. */
export const rulesOf = (step: SeenStep) => methods.get(step.method)!.rules(step.settings)

/** What the top of every page about a call needs. */
export const headOf = ({ slug, question, organisation, state, isDemo, timeZone }: SeenCall) => ({
  slug,
  question,
  organisation: { slug: organisation.slug, name: organisation.name },
  state,
  isDemo,
  timeZone
})

export type CallHead = ReturnType<typeof headOf>
