import { findComment, lockComment, setCommentState, keepFirst } from '../comment/store.server.ts'
import { findContribution, lockContribution, setContributionState } from '../contribution/store.server.ts'
import { forgetTitle, keepTitle } from '../contribution/similar.server.ts'
import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { Ground, Target, TargetKind } from './rules.ts'

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

/** Brings a target into view, with all that shows it: its title among those to compare with, its place in a thread. */
export async function publishTarget(tx: Tx, target: Target): Promise<void> {
  if (target.kind === 'contribution') {
    const { callId, contributionId } = target.contribution
    await setContributionState(tx, callId, contributionId, 'published')
    await keepTitle(tx, target.contribution)
  } else {
    await setCommentState(tx, target.comment, 'published')
    await keepFirst(tx, target.comment)
  }
}

/** Takes a target from view, with all that showed it. */
export async function hideTarget(tx: Tx, target: Target): Promise<void> {
  if (target.kind === 'contribution') {
    const { callId, contributionId } = target.contribution
    await setContributionState(tx, callId, contributionId, 'hidden')
    await forgetTitle(tx, callId, contributionId)
  } else {
    await setCommentState(tx, target.comment, 'hidden')
  }
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

/** Settles what was flagged; gives how many flags that were. */
export async function settleFlags(tx: Tx, callId: string, target: string): Promise<number> {
  const rows = await tx.query(sql`
    update flags set settled_at = ${tx.now}
    where call_id = ${callId} and target = ${target} and settled_at is null returning 1`)
  return rows.length
}

/** Stands in `ground` where nothing was wrong. */
const noGround = 'none'

export async function insertDecision(
  tx: Tx,
  made: {
    callId: string
    target: string
    kind: TargetKind
    decision: 'publish' | 'hide'
    ground: Ground | null
    reason: string
    decidedBy: string | null
  }
): Promise<void> {
  await tx.query(sql`
    insert into moderation_decisions (call_id, decision_id, target, target_kind, decision, ground, reason, decided_by, decided_at)
    values (${made.callId}, ${newId()}, ${made.target}, ${made.kind}, ${made.decision}, ${made.ground ?? noGround},
      ${made.reason}, ${made.decidedBy}, ${tx.now})`)
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
