import type { Db } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import type { Methods } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import type { PastDecision, Said } from './queue.server.ts'

export interface Moderated {
  readonly call: Frame
  readonly roles: ReadonlySet<Role>
}

/** A call whose moderation whoever looks may know of: an open one, or a draft for those who will moderate it. */
export async function loadModerated(
  db: Db,
  { callId }: { readonly callId: string },
  who: Who
): Promise<Moderated> {
  const call = (await listFrames(db, [callId])).get(callId)
  if (!call) throw new Refusal('not-found')
  const roles = await rolesOf(db, who, call.organisationId, callId)
  if (!call.openedAt && !hasRole(roles, 'moderator')) throw new Refusal('not-found')
  return { call, roles }
}

export const byModerators = (_: Who, { roles }: Moderated): boolean => hasRole(roles, 'moderator')

/** What was said, for moderators' and authors' eyes: also what nobody else sees. What was taken back or erased is not shown. */
export function shownSaid(methods: Methods, call: Frame, said: Said) {
  const step = call.steps.find(one => one.stepId === said.stepId)
  const method = step && methods.get(step.method)
  const gone = said.state === 'withdrawn' || said.state === 'erased'
  return {
    target: said.target,
    contributionId: said.contributionId,
    stepId: said.stepId,
    theme: said.theme,
    title: gone && said.comment === null ? '' : said.title,
    text: gone ? '' : (said.comment ?? method?.text(said.body) ?? ''),
    state: said.state,
    restricted: said.restricted,
    author: gone ? null : said.author,
    madeAt: said.madeAt.toISOString()
  }
}

/** A decision with its statement of reasons, as it is shown to its author and to moderators. */
export const shownDecision = (decision: PastDecision) => ({
  decisionId: decision.decisionId,
  decision: decision.decision,
  ground: decision.ground,
  reason: decision.reason,
  scope: decision.scope,
  facts: decision.facts,
  rule: decision.rule,
  foundBy: decision.foundBy,
  appeal: decision.appeal,
  decidedAt: decision.decidedAt.toISOString()
})
