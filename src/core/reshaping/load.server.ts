import type { Tx } from '../../db/sql.server.ts'
import type { Frame, Step } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import type { Contribution } from '../contribution/rules.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { lockAll } from './reshape.server.ts'
import { listLinks, lockReshaping } from './store.server.ts'

export interface Reshaped {
  readonly call: Frame
  readonly step: Step
  readonly roles: ReadonlySet<Role>
  /** What others are merged into, or what is split. */
  readonly main: Contribution
  readonly others: readonly Contribution[]
}

export function byOrganisers(_: Who, { roles }: Reshaped): boolean {
  return hasRole(roles, 'organiser')
}

/** All of one call; the roles first, so that nobody learns what is there. */
export async function loadReshaped(
  tx: Tx,
  callId: string,
  mainId: string,
  otherIds: readonly string[],
  who: Who
): Promise<Reshaped> {
  const call = (await listFrames(tx, [callId])).get(callId)
  if (!call?.openedAt) throw new Refusal('not-found')
  const roles = await rolesOf(tx, who, call.organisationId, callId)
  const found = await lockAll(tx, callId, [mainId, ...otherIds])
  const main = found.get(mainId)
  const step = call.steps.find(one => one.stepId === main?.stepId)
  if (!main || !step || otherIds.some(id => !found.has(id))) throw new Refusal('not-found')
  return { call, step, roles, main, others: otherIds.map(id => found.get(id)!) }
}

/** A deed that stands, with what it linked. */
export async function loadDeed(
  tx: Tx,
  { callId, reshapingId }: { callId: string; reshapingId: string },
  kind: 'merge' | 'split',
  who: Who
): Promise<Reshaped> {
  const deed = await lockReshaping(tx, callId, reshapingId)
  if (deed?.kind !== kind) throw new Refusal('not-found')
  const links = await listLinks(tx, callId, reshapingId)
  if (deed.undoneAt || links.length === 0) throw new Refusal('changed-meanwhile')
  const [first] = links
  return kind === 'merge'
    ? loadReshaped(
        tx,
        callId,
        first!.contributionId,
        links.map(link => link.sourceId),
        who
      )
    : loadReshaped(
        tx,
        callId,
        first!.sourceId,
        links.map(link => link.contributionId),
        who
      )
}
