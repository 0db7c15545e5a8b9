import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { ContributionStatus } from '../contribution/rules.ts'

/** A page of one's own. */
export interface Profile {
  readonly personId: string
  readonly slug: string
  readonly name: string
  readonly about: string
  readonly isPublic: boolean
  /** Whether organisers may find this person by skill and work, and ask. */
  readonly isFindable: boolean
}

interface Row {
  person_id: string
  slug: string
  name: string
  about: string
  is_public: boolean
  is_findable: boolean
}

const profileOf = (row: Row): Profile => ({
  personId: row.person_id,
  slug: row.slug,
  name: row.name,
  about: row.about,
  isPublic: row.is_public,
  isFindable: row.is_findable
})

export async function findProfile(db: Db, personId: string): Promise<Profile | undefined> {
  const row = await first<Row>(
    db,
    sql`
    select person_id, slug, name, about, is_public, is_findable from profiles where person_id = ${personId}`
  )
  return row && profileOf(row)
}

export async function findPublicProfile(db: Db, slug: string): Promise<Profile | undefined> {
  const row = await first<Row>(
    db,
    sql`
    select person_id, slug, name, about, is_public, is_findable from profiles where slug = ${slug} and is_public`
  )
  return row && profileOf(row)
}

/** False when somebody else's page has this address. */
export async function keepProfile(tx: Tx, profile: Profile): Promise<boolean> {
  const taken = await tx.query(sql`
    select 1 from profiles where slug = ${profile.slug} and person_id <> ${profile.personId}`)
  if (taken.length > 0) return false
  await tx.query(sql`
    insert into profiles (person_id, slug, name, about, is_public, is_findable, changed_at)
    values (${profile.personId}, ${profile.slug}, ${profile.name}, ${profile.about}, ${profile.isPublic}, ${profile.isFindable}, ${tx.now})
    on conflict (person_id) do update set slug = excluded.slug, name = excluded.name, about = excluded.about,
      is_public = excluded.is_public, is_findable = excluded.is_findable, changed_at = excluded.changed_at`)
  return true
}

/** Takes a call off somebody's page, or puts it back. */
export async function hideProfileCall(
  tx: Tx,
  personId: string,
  callId: string,
  isHidden: boolean
): Promise<void> {
  await tx.query(sql`
    insert into profile_calls (person_id, call_id, is_hidden) values (${personId}, ${callId}, ${isHidden})
    on conflict (person_id, call_id) do update set is_hidden = excluded.is_hidden`)
}

/** A contribution on its author's page: what it was, and what became of it. */
export interface Work {
  readonly contributionId: string
  readonly title: string
  readonly status: ContributionStatus
  readonly createdAt: Date
  readonly mergedInto: string | null
  readonly call: {
    readonly callId: string
    readonly slug: string
    readonly question: string
    readonly organisation: string
  }
  readonly isHidden: boolean
  /** Milestones it fed, itself or by what it was merged into. */
  readonly milestones: readonly {
    readonly milestoneId: string
    readonly title: string
    readonly state: string
  }[]
}

interface WorkRow {
  contribution_id: string
  title: string
  status: ContributionStatus
  created_at: Date
  merged_into: string | null
  call_id: string
  slug: string
  question: string
  organisation: string
  is_hidden: boolean
  milestones: Work['milestones'] | null
}

/**
 * What somebody handed in and everybody can see, in public calls, newest first; `all`: with what was taken off the page.
 * What was merged into another one has the answer of that one.
 */
export async function listWorks(
  db: Db,
  profile: { readonly personId: string; readonly ownIds: readonly string[] },
  { all, before, limit }: { readonly all: boolean; readonly before: string | null; readonly limit: number }
): Promise<Work[]> {
  const rows = await db.query<WorkRow>(sql`
    select c.contribution_id, c.title, coalesce(r.status, c.status) as status, c.created_at, c.merged_into, k.call_id, k.slug, k.question, o.name as organisation,
      coalesce(h.is_hidden, false) as is_hidden,
      (select json_agg(json_build_object('milestoneId', m.milestone_id, 'title', m.title, 'state', m.state) order by m.milestone_id)
        from milestone_sources s join milestones m using (call_id, milestone_id)
        where s.call_id = c.call_id and s.contribution_id in (c.contribution_id, c.merged_into)) as milestones
    from participants p join contribution_authors a using (call_id, participant_id)
    join contributions c using (call_id, contribution_id) join calls k on k.call_id = c.call_id join organisations o using (organisation_id)
    left join contributions r on r.call_id = c.call_id and r.contribution_id = c.merged_into and r.state = 'published'
    left join profile_calls h on h.person_id = ${profile.personId} and h.call_id = c.call_id
    where p.person_id = any(${profile.ownIds}::uuid[]) and c.state = 'published' and k.visibility = 'public'
      and (${all} or not coalesce(h.is_hidden, false))
      and c.contribution_id < coalesce(${before}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    order by c.contribution_id desc limit ${limit}`)
  return rows.map(row => ({
    contributionId: row.contribution_id,
    title: row.title,
    status: row.status,
    createdAt: row.created_at,
    mergedInto: row.merged_into,
    call: { callId: row.call_id, slug: row.slug, question: row.question, organisation: row.organisation },
    isHidden: row.is_hidden,
    milestones: row.milestones ?? []
  }))
}

/** What somebody's work adds up to. */
export interface WorkFigures {
  readonly calls: number
  readonly contributions: number
  readonly accepted: number
  readonly done: number
  readonly comments: number
}

export async function findWorkFigures(
  db: Db,
  { personId, ownIds }: { readonly personId: string; readonly ownIds: readonly string[] }
): Promise<WorkFigures> {
  const row = await first<WorkFigures>(
    db,
    sql`
    with own as (
      select p.call_id, p.participant_id from participants p join calls k using (call_id)
      left join profile_calls h on h.person_id = ${personId} and h.call_id = p.call_id
      where p.person_id = any(${ownIds}::uuid[]) and k.visibility = 'public' and not coalesce(h.is_hidden, false)
    ), works as (
      select distinct c.call_id, c.contribution_id, coalesce(r.status, c.status) as status
      from own join contribution_authors a using (call_id, participant_id)
      join contributions c using (call_id, contribution_id)
      left join contributions r on r.call_id = c.call_id and r.contribution_id = c.merged_into and r.state = 'published'
      where c.state = 'published'
    )
    select (select count(distinct call_id) from works)::integer as calls, (select count(*) from works)::integer as contributions,
      (select count(*) from works where status in ('accepted', 'partly-accepted', 'done'))::integer as accepted,
      (select count(*) from works where status = 'done')::integer as done,
      (select count(*) from own join comments m using (call_id, participant_id) where m.state = 'published')::integer as comments`
  )
  return row!
}

/** What somebody says to be good at. */
export async function listSkills(db: Db, personId: string): Promise<string[]> {
  const rows = await db.query<{ skill: string }>(sql`
    select skill from skills where person_id = ${personId} order by lower(skill) limit 50`)
  return rows.map(row => row.skill)
}

/** Everything of a person's page, for an erasure. */
export async function eraseProfile(tx: Tx, personIds: readonly string[]): Promise<void> {
  await tx.query(sql`delete from skills where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`delete from profile_calls where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`delete from profiles where person_id = any(${personIds}::uuid[])`)
}
