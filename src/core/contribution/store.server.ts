import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { AttachedFile, Contribution, ContributionState, ContributionStatus } from './rules.ts'

interface ContributionRow {
  call_id: string
  contribution_id: string
  step_id: string
  title: string
  body: JsonObject
  theme: string | null
  language: string | null
  version: number
  state: ContributionState
  status: ContributionStatus
  merged_into: string | null
  restricted_at: Date | null
  public_place: JsonObject | null
  files: AttachedFile[] | null
  channel: string
  created_at: Date
  changed_at: Date
}

export async function findContribution(
  db: Db,
  callId: string,
  contributionId: string
): Promise<Contribution | undefined> {
  const row = await first<ContributionRow>(
    db,
    sql`
    select call_id, contribution_id, step_id, title, body, theme, language, version, state, status, merged_into, restricted_at, public_place, channel,
      created_at, changed_at,
      (select jsonb_agg(jsonb_build_object('fileId', file_id, 'name', name, 'alt', alt, 'type', type, 'sha256', encode(sha256, 'hex'))
        order by file_id) from files f where f.call_id = c.call_id and f.contribution_id = c.contribution_id) as files
    from contributions c where call_id = ${callId} and contribution_id = ${contributionId}`
  )
  return row && contributionOf(row)
}

/** The same with its row taken, for acts that change it. */
export async function lockContribution(
  tx: Tx,
  callId: string,
  contributionId: string
): Promise<Contribution | undefined> {
  const row = await first<ContributionRow>(
    tx,
    sql`
    select call_id, contribution_id, step_id, title, body, theme, language, version, state, status, merged_into, restricted_at, public_place, channel,
      created_at, changed_at,
      (select jsonb_agg(jsonb_build_object('fileId', file_id, 'name', name, 'alt', alt, 'type', type, 'sha256', encode(sha256, 'hex'))
        order by file_id) from files f where f.call_id = c.call_id and f.contribution_id = c.contribution_id) as files
    from contributions c where call_id = ${callId} and contribution_id = ${contributionId} for update`
  )
  return row && contributionOf(row)
}

/** The participants who wrote a contribution, first author first. */
export async function listAuthors(
  db: Db,
  callId: string,
  contributionId: string
): Promise<{ participantId: string; name: string | null; personId: string }[]> {
  const rows = await db.query<{ participant_id: string; name: string | null; person_id: string }>(sql`
    select a.participant_id, p.name, p.person_id
    from contribution_authors a
    join participants p using (call_id, participant_id)
    where a.call_id = ${callId} and a.contribution_id = ${contributionId} order by a.position limit 20`)
  return rows.map(row => ({ participantId: row.participant_id, name: row.name, personId: row.person_id }))
}

export async function isAuthor(
  db: Db,
  callId: string,
  contributionId: string,
  personId: string
): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from contribution_authors a join participants p using (call_id, participant_id)
    left join guest_claims g on g.guest_id = p.person_id
    where a.call_id = ${callId} and a.contribution_id = ${contributionId}
      and (p.person_id = ${personId} or g.person_id = ${personId}) limit 1`)
  return rows.length > 0
}

/**
 * Which of these contributions a person wrote, also as a guest that the person claimed later, and which are by somebody
 * that the person blocked.
 */
export async function listAuthorship(
  db: Db,
  callId: string,
  targets: readonly string[],
  personId: string
): Promise<{ written: string[]; folded: string[] }> {
  if (targets.length === 0) return { written: [], folded: [] }
  const rows = await db.query<{ contribution_id: string; written: boolean; folded: boolean }>(sql`
    select a.contribution_id, coalesce(bool_or(p.person_id = ${personId} or g.person_id = ${personId}), false) as written,
      bool_or(exists (select 1 from blocks b where b.person_id = ${personId}
        and b.call_id = p.call_id and b.participant_id in (p.participant_id, p.linked_to))) as folded
    from contribution_authors a join participants p using (call_id, participant_id)
    left join guest_claims g on g.guest_id = p.person_id
    where a.call_id = ${callId} and a.contribution_id = any(${targets}::uuid[]) group by a.contribution_id`)
  const idsOf = (kind: 'written' | 'folded') => rows.filter(row => row[kind]).map(row => row.contribution_id)
  return { written: idsOf('written'), folded: idsOf('folded') }
}

export interface NewContribution {
  readonly callId: string
  readonly contributionId: string
  readonly stepId: string
  readonly participantId: string
  readonly title: string
  readonly body: JsonObject
  readonly theme: string | null
  readonly language: string | null
  readonly state: ContributionState
  readonly truePlace: JsonObject | null
  readonly publicPlace: JsonObject | null
  readonly channel: string
  readonly at: Date
}

/** Keeps new contributions with their first version and their author. */
export async function insertContributions(tx: Tx, made: readonly NewContribution[]): Promise<void> {
  const column = <T>(value: (one: NewContribution) => T) => made.map(value)
  const json = (value: JsonObject | null) => (value === null ? null : JSON.stringify(value))
  await tx.query(sql`
    with made as (
      insert into contributions (call_id, contribution_id, step_id, title, body, theme, language, state, true_place,
        public_place, channel, created_at, changed_at, first_author)
      select c, i, s, t, b, th, l, st, tp, pp, ch, at, at, au from unnest(
        ${column(one => one.callId)}::uuid[], ${column(one => one.contributionId)}::uuid[], ${column(one => one.stepId)}::uuid[],
        ${column(one => one.title)}::text[], ${column(one => json(one.body))}::jsonb[], ${column(one => one.theme)}::text[],
        ${column(one => one.language)}::text[], ${column(one => one.state)}::text[], ${column(one => json(one.truePlace))}::jsonb[],
        ${column(one => json(one.publicPlace))}::jsonb[], ${column(one => one.channel)}::text[], ${column(one => one.at)}::timestamptz[],
        ${column(one => one.participantId)}::uuid[]) as n(c, i, s, t, b, th, l, st, tp, pp, ch, at, au)
      returning call_id, contribution_id, title, body, created_at
    ), authors as (
      select * from unnest(${column(one => one.contributionId)}::uuid[], ${column(one => one.participantId)}::uuid[]) as a(contribution_id, participant_id)
    ), versions as (
      insert into contribution_versions (call_id, contribution_id, version, title, body, participant_id, made_at)
      select call_id, contribution_id, 1, title, body, participant_id, created_at from made join authors using (contribution_id)
    )
    insert into contribution_authors (call_id, contribution_id, participant_id)
    select call_id, contribution_id, participant_id from made join authors using (contribution_id)`)
}

/** Writes a new version over the last; what was stays in its versions. */
export async function insertVersion(
  tx: Tx,
  contribution: Pick<Contribution, 'callId' | 'contributionId'>,
  next: {
    version: number
    participantId: string | null
    title: string
    body: JsonObject
    theme: string | null
    language: string | null
  }
): Promise<void> {
  await tx.query(sql`
    insert into contribution_versions (call_id, contribution_id, version, title, body, participant_id, made_at)
    values (${contribution.callId}, ${contribution.contributionId}, ${next.version}, ${next.title},
      ${JSON.stringify(next.body)}, ${next.participantId}, ${tx.now})`)
  await tx.query(sql`
    update contributions set title = ${next.title}, body = ${JSON.stringify(next.body)}, theme = ${next.theme},
      language = ${next.language}, version = ${next.version}, changed_at = ${tx.now}
    where call_id = ${contribution.callId} and contribution_id = ${contribution.contributionId}`)
}

export async function setContributionState(
  tx: Tx,
  callId: string,
  contributionId: string,
  state: ContributionState
): Promise<void> {
  await tx.query(sql`
    update contributions set state = ${state}, changed_at = ${tx.now}
    where call_id = ${callId} and contribution_id = ${contributionId}`)
}

export async function insertLineage(
  tx: Tx,
  callId: string,
  contributionId: string,
  sourceId: string,
  kind: string
): Promise<void> {
  await tx.query(sql`
    insert into lineage (call_id, contribution_id, source_id, kind, made_at)
    values (${callId}, ${contributionId}, ${sourceId}, ${kind}, ${tx.now}) on conflict do nothing`)
}

/**
 * Gives uploaded files to the contribution they were sent for; only files of this participant that are still free.
 * Gives those attached.
 */
export async function attachFiles(
  tx: Tx,
  callId: string,
  contributionId: string,
  participantId: string,
  fileIds: readonly string[]
): Promise<AttachedFile[]> {
  const rows = await tx.query<{
    file_id: string
    name: string
    alt: string
    type: string
    sha256: string
  }>(sql`
    update files set contribution_id = ${contributionId}
    where call_id = ${callId} and file_id = any(${fileIds}::uuid[]) and contribution_id is null
      and participant_id = ${participantId}
    returning file_id, name, alt, type, encode(sha256, 'hex') as sha256`)
  return rows
    .map(row => ({ fileId: row.file_id, name: row.name, alt: row.alt, type: row.type, sha256: row.sha256 }))
    .sort((a, b) => (a.fileId < b.fileId ? -1 : 1))
}

function contributionOf(row: ContributionRow): Contribution {
  return {
    callId: row.call_id,
    contributionId: row.contribution_id,
    stepId: row.step_id,
    title: row.title,
    body: row.body,
    theme: row.theme,
    language: row.language,
    version: row.version,
    state: row.state,
    status: row.status,
    mergedInto: row.merged_into,
    restrictedAt: row.restricted_at,
    publicPlace: row.public_place,
    files: row.files ?? [],
    channel: row.channel,
    createdAt: row.created_at,
    changedAt: row.changed_at
  }
}
