import { first, sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { stepState } from '../call/rules.ts'
import type { Frame, Step } from '../call/rules.ts'
import { methodOf } from '../contribution/open-step.server.ts'
import type { Contribution } from '../contribution/rules.ts'
import { insertVersion } from '../contribution/store.server.ts'
import type { Methods } from '../door/act.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { Method } from '../method.ts'
import type { Moved } from './rules.ts'

/** Where something is to go; what is left out stays as it is. */
export interface Destination {
  readonly stepId?: string | undefined
  readonly theme?: string | null | undefined
}

interface Moving {
  readonly call: Frame
  readonly methods: Methods
  readonly contribution: Contribution
  readonly to: Destination
  /** Of a move that is undone: the step it came from may have closed since. */
  readonly isBack?: boolean
}

/**
 * Moves a contribution to another open step of its method, or under another theme, as a new version that nobody wrote.
 * What people have responded to in one step stays there: they did so under its rules.
 */
export async function moveContribution(
  tx: Tx,
  { call, methods, contribution, to, isBack = false }: Moving
): Promise<{ contribution: Contribution; moved: Moved }> {
  if (contribution.mergedInto) throw new Refusal('merged')
  const from = call.steps.find(step => step.stepId === contribution.stepId)
  const step = call.steps.find(one => one.stepId === (to.stepId ?? contribution.stepId))
  if (!from || !step || step.method !== from.method) throw invalid('to.stepId', 'not-found')
  const isElsewhere = step !== from
  if (isElsewhere && !isBack && stepState(call, step, tx.now) !== 'open')
    throw invalid('to.stepId', 'step-not-open')
  const { method, rules } = methodOf(methods, step)
  const isThere = (id: string | null) => id === null || rules.themes.some(theme => theme.id === id)
  if (to.theme !== undefined && !isThere(to.theme)) throw invalid('to.theme', 'not-found')
  const theme = to.theme !== undefined ? to.theme : isThere(contribution.theme) ? contribution.theme : null
  if (!isElsewhere && theme === contribution.theme) throw invalid('to', 'required')
  if (isElsewhere && (await hasEcho(tx, contribution))) throw new Refusal('has-responses')
  const body = underTheme(method, step, contribution.body, theme)
  const next = { ...contribution, stepId: step.stepId, theme, body, version: contribution.version + 1 }
  await insertVersion(tx, contribution, { ...next, participantId: null })
  if (isElsewhere)
    await tx.query(sql`
      update contributions set step_id = ${step.stepId}
      where call_id = ${contribution.callId} and contribution_id = ${contribution.contributionId}`)
  return {
    contribution: next,
    moved: {
      from: { stepId: from.stepId, theme: contribution.theme },
      to: { stepId: step.stepId, theme }
    }
  }
}

/** The body as the step it goes to takes it. */
function underTheme(method: Method, step: Step, body: JsonObject, theme: string | null): JsonObject {
  const { theme: _, ...rest } = body
  const parsed = method.contribution(step.settings).safeParse(theme === null ? rest : { ...rest, theme })
  if (!parsed.success || method.theme(parsed.data) !== theme) throw invalid('to.stepId', 'does-not-fit')
  return parsed.data as JsonObject
}

async function hasEcho(tx: Tx, { callId, stepId, contributionId }: Contribution): Promise<boolean> {
  const row = await first<{ any: boolean }>(
    tx,
    sql`
    select exists (select 1 from responses where call_id = ${callId} and step_id = ${stepId}
        and target = ${contributionId} and state = 'counted')
      or exists (select 1 from comments where call_id = ${callId} and target = ${contributionId}) as any`
  )
  return row!.any
}
