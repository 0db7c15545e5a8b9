import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import { wholeOrganisation } from '../role/store.server.ts'
import type { DecisionKind, FoundBy, Ground, Moved, TargetKind } from './rules.ts'

/** A decision with its statement of reasons, as it was kept. */
export interface KeptDecision {
  readonly callId: string
  readonly decisionId: string
  readonly target: string
  readonly kind: TargetKind
  readonly decision: DecisionKind
  /** `none` where nothing was wrong. */
  readonly ground: Ground | 'none'
  readonly reason: string
  readonly scope: string
  readonly facts: string
  readonly rule: string
  readonly foundBy: FoundBy
  readonly moved: Moved | null
  readonly onAppealOf: string | null
  readonly decidedBy: string | null
  readonly decidedAt: Date
}

export async function findDecision(
  db: Db,
  callId: string,
  decisionId: string
): Promise<KeptDecision | undefined> {
  const row = await first<{
    target: string
    target_kind: TargetKind
    decision: DecisionKind
    ground: Ground | 'none'
    reason: string
    scope: string
    facts: string
    rule: string
    found_by: FoundBy
    moved: Moved | null
    on_appeal_of: string | null
    decided_by: string | null
    decided_at: Date
  }>(
    db,
    sql`
    select target, target_kind, decision, ground, reason, scope, facts, rule, found_by, moved, on_appeal_of, decided_by, decided_at
    from moderation_decisions where call_id = ${callId} and decision_id = ${decisionId}`
  )
  return (
    row && {
      callId,
      decisionId,
      target: row.target,
      kind: row.target_kind,
      decision: row.decision,
      ground: row.ground,
      reason: row.reason,
      scope: row.scope,
      facts: row.facts,
      rule: row.rule,
      foundBy: row.found_by,
      moved: row.moved,
      onAppealOf: row.on_appeal_of,
      decidedBy: row.decided_by,
      decidedAt: row.decided_at
    }
  )
}

export interface Appeal {
  readonly callId: string
  readonly decisionId: string
  readonly words: string
  readonly madeAt: Date
  readonly outcome: 'upheld' | 'reversed' | null
  readonly reason: string
  readonly settledAt: Date | null
}

interface AppealRow {
  call_id: string
  decision_id: string
  words: string
  made_at: Date
  outcome: 'upheld' | 'reversed' | null
  reason: string
  settled_at: Date | null
}

const appealOf = (row: AppealRow): Appeal => ({
  callId: row.call_id,
  decisionId: row.decision_id,
  words: row.words,
  madeAt: row.made_at,
  outcome: row.outcome,
  reason: row.reason,
  settledAt: row.settled_at
})

export async function findAppeal(db: Db, callId: string, decisionId: string): Promise<Appeal | undefined> {
  const row = await first<AppealRow>(
    db,
    sql`
    select call_id, decision_id, words, made_at, outcome, reason, settled_at from appeals
    where call_id = ${callId} and decision_id = ${decisionId}`
  )
  return row && appealOf(row)
}

/** The same with its row taken, so that it is settled once. */
export async function lockAppeal(tx: Tx, callId: string, decisionId: string): Promise<Appeal | undefined> {
  const row = await first<AppealRow>(
    tx,
    sql`
    select call_id, decision_id, words, made_at, outcome, reason, settled_at from appeals
    where call_id = ${callId} and decision_id = ${decisionId} for update`
  )
  return row && appealOf(row)
}

/** Keeps an appeal; null where the decision was contested before. */
export async function insertAppeal(
  tx: Tx,
  made: { callId: string; decisionId: string; participantId: string; words: string }
): Promise<string | null> {
  const appealId = newId()
  const rows = await tx.query(sql`
    insert into appeals (call_id, decision_id, appeal_id, participant_id, words, made_at)
    values (${made.callId}, ${made.decisionId}, ${appealId}, ${made.participantId}, ${made.words}, ${tx.now})
    on conflict do nothing returning 1`)
  return rows.length > 0 ? appealId : null
}

export async function settleWith(
  tx: Tx,
  { callId, decisionId }: Appeal,
  end: { outcome: 'upheld' | 'reversed'; reason: string; settledBy: string | null }
): Promise<void> {
  await tx.query(sql`
    update appeals set outcome = ${end.outcome}, reason = ${end.reason}, settled_by = ${end.settledBy}, settled_at = ${tx.now}
    where call_id = ${callId} and decision_id = ${decisionId}`)
}

/** Whether anybody but this person could moderate a call. */
export async function hasOtherModerator(
  db: Db,
  call: { readonly callId: string; readonly organisationId: string },
  personId: string | null
): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from roles where organisation_id = ${call.organisationId} and call_id in (${wholeOrganisation}, ${call.callId})
      and role in ('owner', 'organiser', 'moderator') and person_id is distinct from ${personId}::uuid limit 1`)
  return rows.length > 0
}

/** Appeals that wait, oldest first, after the id of a decision. */
export async function listAppeals(
  db: Db,
  callId: string,
  after: readonly [number, string] | undefined,
  limit: number
): Promise<(Appeal & { readonly at: number })[]> {
  const [at, id] = after ?? [0, '00000000-0000-0000-0000-000000000000']
  const rows = await db.query<AppealRow & { at: number }>(sql`
    select call_id, decision_id, words, made_at, outcome, reason, settled_at,
      (extract(epoch from made_at) * 1000000)::bigint as at from appeals
    where call_id = ${callId} and settled_at is null
      and ((extract(epoch from made_at) * 1000000)::bigint, decision_id) > (${at}::bigint, ${id}::uuid)
    order by made_at, decision_id limit ${limit}`)
  return rows.map(row => ({ ...appealOf(row), at: row.at }))
}

/** What became of the appeals of a call. */
export async function countAppeals(
  db: Db,
  callId: string
): Promise<{ waiting: number; upheld: number; reversed: number }> {
  const row = await first<{ waiting: number; upheld: number; reversed: number }>(
    db,
    sql`
    select count(*) filter (where settled_at is null) as waiting, count(*) filter (where outcome = 'upheld') as upheld,
      count(*) filter (where outcome = 'reversed') as reversed from appeals where call_id = ${callId}`
  )
  return row!
}
