import { first, sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { findSimilar } from '../contribution/similar.server.ts'
import type { Who } from '../door/who.ts'
import type { StepRules } from '../method.ts'
import { burstOf, findSender, isTrusted } from './guards.server.ts'
import { copyFrom, leastWordsOfCopy, likeness, lookAtWords, wordsIn } from './look.ts'
import type { Hold } from './look.ts'

/** Something handed in just now, before it is kept. */
export interface Arriving {
  readonly call: { readonly callId: string; readonly organisationId: string }
  readonly who: Who
  readonly rules: StepRules
  /** Its own id where it is there already and was written anew. */
  readonly id: string | null
  readonly text: string
  /** The name it is handed in under; a place for links too. */
  readonly name: string | null
  /** Of a contribution: what it is compared with are others of its step. */
  readonly near?: { readonly stepId: string; readonly title: string; textOf(body: never): string }
  /** Of a comment: what it is compared with are others below the same contribution. */
  readonly below?: string
}

/**
 * Whether everybody sees it at once, and which rules ask for a person's look first. Rules only ever hold: what they find
 * is kept for the person who decides.
 */
export async function lookFirst(
  tx: Tx,
  arriving: Arriving
): Promise<{ state: 'published' | 'held'; holds: readonly Hold[] }> {
  const { call, who, rules } = arriving
  const sender = await findSender(tx, call, who)
  const before = rules.moderation === 'before'
  if (sender.moderates) return { state: before ? 'held' : 'published', holds: [] }
  const { guards } = sender
  const copy = guards.copies ? await findCopy(tx, arriving) : []
  const newcomer: Hold[] = sender.heldFor ? [{ rule: 'newcomer', found: { for: sender.heldFor } }] : []
  // Writing the same anew is no burst.
  const burst = arriving.id === null ? burstOf(sender) : []
  const holds = [
    ...burst,
    ...lookAtWords(`${arriving.text}\n${arriving.name ?? ''}`, guards),
    ...copy,
    ...newcomer
  ]
  if (holds.length > 0) return { state: 'held', holds }
  const waits = before && !(await trusts(tx, arriving, guards.trustAfter))
  return { state: waits ? 'held' : 'published', holds }
}

const trusts = async (tx: Tx, { call, who }: Arriving, trustAfter: number | null): Promise<boolean> =>
  trustAfter !== null &&
  who.personId !== null &&
  (await isTrusted(tx, call.organisationId, who.personId, trustAfter))

/** Something here that says nearly the same in nearly the same words. Short texts do so by chance. */
async function findCopy(tx: Tx, { call, id, text, near, below }: Arriving): Promise<Hold[]> {
  if (wordsIn(text).length < leastWordsOfCopy) return []
  const others = near
    ? await othersOfStep(tx, call.callId, near)
    : below === undefined
      ? []
      : await newestComments(tx, call.callId, below)
  const likest = others
    .filter(other => other.id !== id)
    .map(other => ({ other: other.id, likeness: likeness(other.text, text) }))
    .sort((a, b) => b.likeness - a.likeness)[0]
  if (!likest || likest.likeness < copyFrom) return []
  return [{ rule: 'near-copy', found: { other: likest.other, likeness: Math.round(likest.likeness * 100) } }]
}

interface Other {
  readonly id: string
  readonly text: string
}

async function othersOfStep(tx: Tx, callId: string, near: NonNullable<Arriving['near']>): Promise<Other[]> {
  const similar = await findSimilar(tx, callId, near.stepId, near.title.slice(0, 300))
  if (similar.length === 0) return []
  const rows = await tx.query<{ contribution_id: string; title: string; body: never }>(sql`
    select contribution_id, title, body from contributions
    where call_id = ${callId} and contribution_id = any(${similar.map(one => one.contributionId)}::uuid[])`)
  return rows.map(row => ({ id: row.contribution_id, text: `${row.title}\n${near.textOf(row.body)}` }))
}

async function newestComments(tx: Tx, callId: string, target: string): Promise<Other[]> {
  const rows = await tx.query<{ comment_id: string; body: string }>(sql`
    select comment_id, body from comments where call_id = ${callId} and target = ${target} and state in ('published', 'held')
    order by comment_id desc limit 50`)
  return rows.map(row => ({ id: row.comment_id, text: row.body }))
}

/** Whether the last word on a contribution was to revise it: then its author may. */
export async function isAskedToRevise(tx: Tx, callId: string, contributionId: string): Promise<boolean> {
  const last = await first<{ decision: string }>(
    tx,
    sql`
    select decision from moderation_decisions where call_id = ${callId} and target = ${contributionId}
    order by decision_id desc limit 1`
  )
  return last?.decision === 'revise'
}
