import type { Db, Tx } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import type { Methods } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import type { Answer } from './rules.ts'
import { lockAnswer } from './store.server.ts'

export interface AtWork {
  readonly call: Frame
  readonly roles: ReadonlySet<Role>
}

/** A call and what whoever knocks does in it; a draft is there for its own people alone. */
export async function loadCall(db: Db, { callId }: { callId: string }, who: Who): Promise<AtWork> {
  const call = (await listFrames(db, [callId])).get(callId)
  if (!call) throw new Refusal('not-found')
  const roles = who.kind === 'guest' ? new Set<Role>() : await rolesOf(db, who, call.organisationId, callId)
  if (!call.openedAt && !hasRole(roles, 'moderator', 'analyst', 'juror')) throw new Refusal('not-found')
  return { call, roles }
}

export interface AtAnswer extends AtWork {
  readonly answer: Answer
}

/** An answer with its row taken. To others than organisers one that is not published is not there. */
export async function loadAnswer(
  tx: Tx,
  { callId, answerId }: { callId: string; answerId: string },
  who: Who
): Promise<AtAnswer> {
  const at = await loadCall(tx, { callId }, who)
  const answer = await lockAnswer(tx, callId, answerId)
  if (!answer) throw new Refusal('not-found')
  return { ...at, answer }
}

export const byOrganisers = (_: Who, { roles }: AtWork): boolean => hasRole(roles, 'organiser')

/** The steps whose contributions are owed an answer. */
export const answerableSteps = ({ steps }: Frame, methods: Methods): string[] =>
  steps.filter(step => methods.get(step.method)?.answerable).map(step => step.stepId)
