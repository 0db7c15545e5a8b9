import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { ProvenWork } from './rules.ts'

/**
 * What these people did in public calls, by person. Calls that somebody took off the own page do not count. What was
 * merged counts by what became of the contribution it went into.
 */
export async function listWork(db: Db, personIds: readonly string[]): Promise<Map<string, ProvenWork>> {
  const rows = await db.query<ProvenWork & { person_id: string }>(sql`
    with own as (
      select id as person_id, id from unnest(${personIds}::uuid[]) as id
      union all
      select person_id, guest_id from guest_claims where person_id = any(${personIds}::uuid[])
    ), parts as (
      select own.person_id, p.call_id, p.participant_id
      from own join participants p on p.person_id = own.id and p.erased_at is null join calls c using (call_id)
      where c.visibility = 'public' and not c.is_demo and exists (select 1 from rules r where r.call_id = c.call_id)
        and not exists (select 1 from profile_calls h where h.person_id = own.person_id and h.call_id = p.call_id and h.is_hidden)
    ), works as (
      select parts.person_id, c.call_id, coalesce(c.merged_into, c.contribution_id) as contribution_id
      from parts join contribution_authors a using (call_id, participant_id)
      join contributions c on c.call_id = a.call_id and c.contribution_id = a.contribution_id and c.state = 'published'
    )
    select p.person_id,
      (select count(distinct call_id) from parts where parts.person_id = p.person_id)::int as calls,
      (select count(distinct w.contribution_id) from works w
        join contributions r on r.call_id = w.call_id and r.contribution_id = w.contribution_id
        where w.person_id = p.person_id and r.status in ('accepted', 'partly-accepted', 'done'))::int as accepted,
      (select count(distinct m.milestone_id) from works w
        join milestone_sources s on s.call_id = w.call_id and s.contribution_id = w.contribution_id
        join milestones m on m.call_id = s.call_id and m.milestone_id = s.milestone_id and m.state = 'done'
        where w.person_id = p.person_id)::int as done,
      (select count(*) from parts join answer_replies r on r.call_id = parts.call_id and r.participant_id = parts.participant_id
        where parts.person_id = p.person_id and r.rating is not null)::int as rated
    from unnest(${personIds}::uuid[]) as p(person_id)`)
  return new Map(
    rows.map(({ person_id, calls, accepted, done, rated }) => [person_id, { calls, accepted, done, rated }])
  )
}
