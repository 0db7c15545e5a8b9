import type { OwnStatus } from '../answer/rules.ts'
import type { AudienceRule } from '../group/audience-rule.ts'
import type { Method, StepRules } from '../method.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'

/** What deciding needs of a call: whose it is, its times, its steps. Times are the database's. */
export interface Frame {
  readonly callId: string
  readonly organisationId: string
  readonly slug: string
  readonly visibility: 'public' | 'unlisted'
  readonly language: string
  readonly languages: readonly string[]
  readonly timeZone: string
  readonly isDemo: boolean
  /** Who may take part, where a call is not for everybody. */
  readonly audienceRule: AudienceRule | null
  readonly openedAt: Date | null
  readonly rulesVersion: number | null
  readonly rulesHash: string | null
  readonly concludedAt: Date | null
  readonly cancelledAt: Date | null
  readonly steps: readonly Step[]
}

/** A call with its texts. */
export interface Call extends Frame {
  readonly question: string
  readonly summary: string
  readonly background: string
  readonly promise: string
  readonly decides: string
  /** A calendar day in the call's time zone, `YYYY-MM-DD`. */
  readonly answerOn: string | null
  readonly terms: string
  readonly licence: string
  readonly attribution: string
  readonly audience: string
  readonly area: unknown
  readonly statuses: readonly OwnStatus[]
  readonly revision: number
  readonly createdAt: Date
  readonly changedAt: Date
}

export interface Step {
  readonly stepId: string
  readonly position: number
  readonly slug: string
  readonly title: string
  readonly method: string
  readonly settings: unknown
  readonly opensAt: Date | null
  readonly closesAt: Date | null
}

export type CallState = 'draft' | 'open' | 'closed' | 'concluded' | 'cancelled'
export type StepState = 'waiting' | 'open' | 'closed'

/** Whether somebody with these roles may know of a call: a draft is nobody's business but its organisation's people's. */
export const mayKnowOf = (call: Pick<Frame, 'openedAt'>, roles: ReadonlySet<Role>): boolean =>
  call.openedAt !== null || hasRole(roles, 'analyst', 'moderator', 'juror')

/** Where a step is at a moment. A step without times of its own follows its call. */
export function stepState(call: Frame, step: Step, now: Date): StepState {
  if (!call.openedAt || call.openedAt > now) return 'waiting'
  if (call.concludedAt || call.cancelledAt) return 'closed'
  if (step.opensAt && step.opensAt > now) return 'waiting'
  return step.closesAt && step.closesAt <= now ? 'closed' : 'open'
}

export function callState(call: Frame, now: Date): CallState {
  if (call.cancelledAt) return 'cancelled'
  if (call.concludedAt) return 'concluded'
  if (!call.openedAt) return 'draft'
  return call.steps.every(step => stepState(call, step, now) === 'closed') ? 'closed' : 'open'
}

/** The step that people can work in now, else the next to open, else the last one. */
export function currentStep(call: Frame, now: Date): Step | undefined {
  return (
    call.steps.find(step => stepState(call, step, now) === 'open') ??
    call.steps.find(step => stepState(call, step, now) === 'waiting') ??
    call.steps.at(-1)
  )
}

/** Whether running totals of a step may be seen now: the one place that decides it, for pages, API, feeds and exports. */
export function totalsShown(rules: StepRules, state: StepState): boolean {
  return rules.totals === 'always' || state === 'closed'
}

/** Until when the lines of responses stay unopened. */
export const hiddenUntil = (rules: StepRules, step: Step): Date | null =>
  rules.totals === 'always' ? null : step.closesAt

/** What has to be mended before a call can open, as codes with the place they belong to. */
export function opensWith(
  call: Call,
  methods: ReadonlyMap<string, Method>,
  now: Date
): { path: string; code: string; limits?: Record<string, string | number> }[] {
  const problems: { path: string; code: string }[] = []
  const missing = (path: string, value: string | null) => {
    if (!value?.trim()) problems.push({ path, code: 'needed-to-open' })
  }
  missing('question', call.question)
  missing('summary', call.summary)
  missing('promise', call.promise)
  missing('decides', call.decides)
  missing('answerOn', call.answerOn)
  if (call.steps.length === 0) problems.push({ path: 'steps', code: 'needed-to-open' })
  for (const [n, step] of call.steps.entries()) {
    const path = `steps.${n}`
    const method = methods.get(step.method)
    if (!method) problems.push({ path: `${path}.method`, code: 'unknown-method' })
    else if (!method.settings.safeParse(step.settings).success)
      problems.push({ path: `${path}.settings`, code: 'invalid' })
    if (!step.closesAt) problems.push({ path: `${path}.closesAt`, code: 'needed-to-open' })
    else if (step.closesAt <= now) problems.push({ path: `${path}.closesAt`, code: 'already-past' })
    const before = call.steps[n - 1]
    if (step.opensAt && before?.opensAt && step.opensAt < before.opensAt)
      problems.push({ path: `${path}.opensAt`, code: 'before-the-step-before' })
  }
  const lastClose = call.steps.at(-1)?.closesAt
  if (call.answerOn && lastClose && new Date(`${call.answerOn}T23:59:59Z`) < lastClose) {
    problems.push({ path: 'answerOn', code: 'before-the-last-close' })
  }
  return problems
}
