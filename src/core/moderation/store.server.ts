import {
  findComment,
  isCommentAuthor,
  keepFirst,
  lockComment,
  setCommentState
} from '../comment/store.server.ts'
import {
  findContribution,
  isAuthor,
  listAuthors,
  lockContribution,
  setContributionState
} from '../contribution/store.server.ts'
import { forgetTitle, keepTitle } from '../contribution/similar.server.ts'
import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { DecisionKind, FoundBy, Ground, Moved, Target, TargetKind } from './rules.ts'

export async function findTarget(
  db: Db,
  callId: string,
  kind: TargetKind,
  id: string
): Promise<Target | undefined> {
  if (kind === 'contribution') {
    const contribution = await findContribution(db, callId, id)
    return contribution && { kind, contribution }
  }
  const comment = await findComment(db, callId, id)
  const contribution = comment && (await findContribution(db, callId, comment.target))
  return contribution && { kind, comment, contribution }
}

/** The same with its row taken, for decisions. */
export async function lockTarget(
  tx: Tx,
  callId: string,
  kind: TargetKind,
  id: string
): Promise<Target | undefined> {
  if (kind === 'contribution') {
    const contribution = await lockContribution(tx, callId, id)
    return contribution && { kind, contribution }
  }
  const comment = await lockComment(tx, callId, id)
  const contribution = comment && (await findContribution(tx, callId, comment.target))
  return contribution && { kind, comment, contribution }
}

/** Whether a person wrote it, also as a guest that the person claimed later. */
export const wroteIt = (db: Db, target: Target, personId: string): Promise<boolean> =>
  target.kind === 'contribution'
    ? isAuthor(db, target.contribution.callId, target.contribution.contributionId, personId)
    : isCommentAuthor(db, target.comment, personId)

/** The participant whose words they are; of several authors, the first. */
export async function authorOf(db: Db, target: Target): Promise<string | null> {
  if (target.kind === 'comment') return target.comment.participantId
  const { callId, contributionId } = target.contribution
  return (await listAuthors(db, callId, contributionId))[0]?.participantId ?? null
}

/** Brings a target into view, with all that shows it: its title among those to compare with, its place in a thread. */
export async function publishTarget(tx: Tx, target: Target): Promise<Target> {
  if (target.kind === 'comment') {
    await setCommentState(tx, target.comment, 'published')
    await keepFirst(tx, target.comment)
    return { ...target, comment: { ...target.comment, state: 'published' } }
  }
  const { callId, contributionId } = target.contribution
  await setContributionState(tx, callId, contributionId, 'published')
  await setRestricted(tx, callId, contributionId, null)
  await keepTitle(tx, target.contribution)
  return { ...target, contribution: { ...target.contribution, state: 'published', restrictedAt: null } }
}

/** Takes a target from view, with all that showed it. */
export async function hideTarget(tx: Tx, target: Target): Promise<Target> {
  if (target.kind === 'comment') {
    await setCommentState(tx, target.comment, 'hidden')
    return { ...target, comment: { ...target.comment, state: 'hidden' } }
  }
  const { callId, contributionId } = target.contribution
  await setContributionState(tx, callId, contributionId, 'hidden')
  await setRestricted(tx, callId, contributionId, null)
  await forgetTitle(tx, callId, contributionId)
  return { ...target, contribution: { ...target.contribution, state: 'hidden', restrictedAt: null } }
}

/** Leaves a contribution readable at its address alone: nobody is led to it, nobody responds or comments. */
export async function restrictTarget(
  tx: Tx,
  target: Target & { readonly kind: 'contribution' }
): Promise<Target> {
  const { callId, contributionId } = target.contribution
  await setContributionState(tx, callId, contributionId, 'published')
  await setRestricted(tx, callId, contributionId, tx.now)
  await forgetTitle(tx, callId, contributionId)
  return { ...target, contribution: { ...target.contribution, state: 'published', restrictedAt: tx.now } }
}

async function setRestricted(tx: Tx, callId: string, contributionId: string, at: Date | null): Promise<void> {
  await tx.query(sql`
    update contributions set restricted_at = ${at}
    where call_id = ${callId} and contribution_id = ${contributionId} and restricted_at is distinct from ${at}::timestamptz`)
}

export interface Flag {
  readonly callId: string
  readonly target: string
  readonly kind: TargetKind
  readonly flagger: string
  readonly ground: Ground
  readonly note: string
}

/** Keeps a flag, over the same person's earlier one; false when that one was settled already and stays so. */
export async function upsertFlag(tx: Tx, flag: Flag): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into flags (call_id, target, target_kind, flagger, ground, note, flagged_at)
    values (${flag.callId}, ${flag.target}, ${flag.kind}, ${flag.flagger}, ${flag.ground}, ${flag.note}, ${tx.now})
    on conflict (call_id, target, flagger) do update set ground = excluded.ground, note = excluded.note
      where flags.settled_at is null
    returning 1`)
  return rows.length > 0
}

/** Settles what stood against a target; gives how many flags and holds that were, and since when the oldest had waited. */
export async function settleCharges(
  tx: Tx,
  callId: string,
  target: string
): Promise<{ flags: number; holds: number; since: Date | null }> {
  const row = await first<{ flags: number; holds: number; since: Date | null }>(
    tx,
    sql`
    with flagged as (
      update flags set settled_at = ${tx.now}
      where call_id = ${callId} and target = ${target} and settled_at is null returning flagged_at
    ), held as (
      update holds set settled_at = ${tx.now}
      where call_id = ${callId} and target = ${target} and settled_at is null returning held_at
    )
    select (select count(*) from flagged) as flags, (select count(*) from held) as holds,
      least((select min(flagged_at) from flagged), (select min(held_at) from held)) as since`
  )
  return row!
}

/** Stands in `ground` where nothing was wrong. */
const noGround = 'none'

export interface NewDecision {
  readonly callId: string
  readonly target: string
  readonly kind: TargetKind
  readonly decision: DecisionKind
  readonly ground: Ground | null
  readonly reason: string
  readonly scope: string
  readonly facts: string
  readonly rule: string
  readonly foundBy: FoundBy
  readonly moved: Moved | null
  readonly onAppealOf: string | null
  readonly waitedSince: Date | null
  readonly decidedBy: string | null
}

export async function insertDecision(tx: Tx, made: NewDecision): Promise<string> {
  const decisionId = newId()
  await tx.query(sql`
    insert into moderation_decisions (call_id, decision_id, target, target_kind, decision, ground, reason, scope, facts, rule,
      found_by, moved, on_appeal_of, waited_since, decided_by, decided_at)
    values (${made.callId}, ${decisionId}, ${made.target}, ${made.kind}, ${made.decision}, ${made.ground ?? noGround},
      ${made.reason}, ${made.scope}, ${made.facts}, ${made.rule}, ${made.foundBy},
      ${made.moved && JSON.stringify(made.moved)}::jsonb, ${made.onAppealOf}, ${made.waitedSince}, ${made.decidedBy}, ${tx.now})`)
  return decisionId
}

/** The newest decision about a target: the one that holds. */
export async function findLastDecision(
  db: Db,
  callId: string,
  target: string
): Promise<{ decisionId: string; decision: DecisionKind } | undefined> {
  const row = await first<{ decision_id: string; decision: DecisionKind }>(
    db,
    sql`
    select decision_id, decision from moderation_decisions where call_id = ${callId} and target = ${target}
    order by decision_id desc limit 1`
  )
  return row && { decisionId: row.decision_id, decision: row.decision }
}

/** Where the authors of a target can be written to, each with the language they asked for. */
export async function listAuthorAddresses(
  db: Db,
  target: Target
): Promise<{ email: string; language: string | null }[]> {
  const { callId, contributionId } = target.contribution
  const commenter = target.kind === 'comment' ? target.comment.participantId : null
  return db.query(sql`
    select distinct coalesce(a.email, p.email) as email, coalesce(a.language, p.language) as language
    from participants t
    join people p on p.person_id = t.person_id
    left join guest_claims g on g.guest_id = p.person_id
    left join people a on a.person_id = g.person_id
    where t.call_id = ${callId} and t.participant_id in (
        select participant_id from contribution_authors
        where call_id = ${callId} and contribution_id = ${contributionId} and ${commenter}::uuid is null
        union all select ${commenter}::uuid)
      and coalesce(a.email, p.email) is not null and coalesce(a.erased_at, p.erased_at) is null
    limit 20`)
}
