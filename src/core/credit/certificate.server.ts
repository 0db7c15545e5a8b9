import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { ContributionStatus } from '../contribution/rules.ts'
import type { CertificateFacts } from './certificate.ts'

/** So many contributions are listed by name; all are counted. */
const mostListed = 20

/** What somebody did in a call and everybody can see, as a certificate says it; nothing where there is nothing to say. */
export async function findDeeds(
  db: Db,
  callId: string,
  ownIds: readonly string[],
  origin: string
): Promise<Omit<CertificateFacts, 'format' | 'id' | 'language' | 'name' | 'issuedAt'> | undefined> {
  const call = await first<{ slug: string; question: string; organisation: string }>(
    db,
    sql`
    select c.slug, c.question, o.name as organisation from calls c join organisations o using (organisation_id)
    where c.call_id = ${callId}`
  )
  if (!call) return undefined
  const address = `${origin}/calls/${call.slug}`
  // What was merged into another one has the answer of that one.
  const works = await db.query<{ contribution_id: string; title: string; status: ContributionStatus }>(sql`
    select distinct c.contribution_id, c.title, coalesce(r.status, c.status) as status from participants p
    join contribution_authors a using (call_id, participant_id) join contributions c using (call_id, contribution_id)
    left join contributions r on r.call_id = c.call_id and r.contribution_id = c.merged_into and r.state = 'published'
    where p.call_id = ${callId} and p.person_id = any(${ownIds}::uuid[]) and c.state = 'published'
    order by c.contribution_id limit 1000`)
  const milestones = await db.query<{ milestone_id: string; title: string; state: string }>(sql`
    select distinct m.milestone_id, m.title, m.state from contributions c
    join milestone_sources s on s.call_id = c.call_id and s.contribution_id in (c.contribution_id, c.merged_into)
    join milestones m on m.call_id = s.call_id and m.milestone_id = s.milestone_id
    where c.call_id = ${callId} and c.contribution_id = any(${works.map(work => work.contribution_id)}::uuid[])
    order by m.milestone_id limit 20`)
  const counts = await first<{ comments: number; responses: number }>(
    db,
    sql`
    select
      (select count(*) from participants p join comments m using (call_id, participant_id)
        where p.call_id = ${callId} and p.person_id = any(${ownIds}::uuid[]) and m.state = 'published')::integer as comments,
      (select count(*) from participants p join responses r on r.call_id = p.call_id and r.responder = p.participant_id
        where p.call_id = ${callId} and p.person_id = any(${ownIds}::uuid[]) and r.state = 'counted')::integer as responses`
  )
  const { comments, responses } = counts!
  if (works.length + comments + responses === 0) return undefined
  return {
    question: call.question,
    organisation: call.organisation,
    call: address,
    contributions: works.slice(0, mostListed).map(({ contribution_id, title, status }) => ({
      title,
      status,
      link: `${address}/${contribution_id}`
    })),
    count: works.length,
    milestones: milestones.map(({ milestone_id, title, state }) => ({
      title,
      state,
      link: `${address}/milestones/${milestone_id}`
    })),
    comments,
    responses
  }
}

export interface KeptCertificate {
  readonly callId: string
  readonly certificateId: string
  /** Empty once the person is erased. */
  readonly note: string
  readonly issuedAt: Date
}

interface Row {
  call_id: string
  certificate_id: string
  note: string
  issued_at: Date
}

const certificateOf = (row: Row): KeptCertificate => ({
  callId: row.call_id,
  certificateId: row.certificate_id,
  note: row.note,
  issuedAt: row.issued_at
})

export async function insertCertificate(
  tx: Tx,
  made: KeptCertificate & { readonly participantId: string }
): Promise<void> {
  await tx.query(sql`
    insert into certificates (call_id, certificate_id, participant_id, note, issued_at)
    values (${made.callId}, ${made.certificateId}, ${made.participantId}, ${made.note}, ${made.issuedAt})`)
}

export async function countCertificates(db: Db, callId: string, participantId: string): Promise<number> {
  const rows = await db.query(sql`
    select 1 from certificates where call_id = ${callId} and participant_id = ${participantId} limit 100`)
  return rows.length
}

export async function findCertificate(
  db: Db,
  callId: string,
  certificateId: string
): Promise<KeptCertificate | undefined> {
  const row = await first<Row>(
    db,
    sql`
    select call_id, certificate_id, note, issued_at from certificates
    where call_id = ${callId} and certificate_id = ${certificateId}`
  )
  return row && certificateOf(row)
}

/** The certificates somebody was given, newest first. */
export async function listCertificates(
  db: Db,
  ownIds: readonly string[],
  before: string | null,
  limit: number
): Promise<(KeptCertificate & { readonly slug: string; readonly question: string })[]> {
  const rows = await db.query<Row & { slug: string; question: string }>(sql`
    select c.call_id, c.certificate_id, c.note, c.issued_at, k.slug, k.question
    from participants p join certificates c using (call_id, participant_id) join calls k on k.call_id = c.call_id
    where p.person_id = any(${ownIds}::uuid[]) and c.erased_at is null
      and c.certificate_id < coalesce(${before}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    order by c.certificate_id desc limit ${limit}`)
  return rows.map(row => ({ ...certificateOf(row), slug: row.slug, question: row.question }))
}

/** Empties the certificates of these participants: their addresses say from then on that the holder is gone. */
export async function eraseCertificates(
  tx: Tx,
  parts: { readonly callIds: readonly string[]; readonly ids: readonly string[] }
): Promise<void> {
  await tx.query(sql`
    update certificates c set note = '', erased_at = ${tx.now}
    from unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as p(call_id, participant_id)
    where c.call_id = p.call_id and c.participant_id = p.participant_id`)
}
