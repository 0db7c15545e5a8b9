import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'

export interface FoundExpert {
  readonly personId: string
  /** Named to be asked by; a page to look at is there where `isPublic`. */
  readonly slug: string
  readonly isPublic: boolean
  readonly name: string
  readonly about: string
  readonly skills: readonly string[]
}

/**
 * People who may be found, by the address of their page: nobody is ranked. `skill`: part of a declared skill, or something
 * like it. `work`: words in the title or the theme of a contribution of theirs that was accepted.
 */
export async function findExperts(
  db: Db,
  { skill, work }: { skill?: string | undefined; work?: string | undefined },
  after: string | undefined,
  limit: number
): Promise<FoundExpert[]> {
  const wanted = skill?.toLowerCase() ?? null
  const words = work?.toLowerCase() ?? null
  const rows = await db.query<{
    person_id: string
    slug: string
    is_public: boolean
    name: string
    about: string
    skills: string[]
  }>(sql`
    select f.person_id, f.slug, f.is_public, f.name, f.about,
      coalesce((select array_agg(s.skill order by lower(s.skill)) from skills s where s.person_id = f.person_id), '{}') as skills
    from profiles f join people p on p.person_id = f.person_id and p.erased_at is null and p.kind = 'account'
    where f.is_findable and (${after ?? null}::text is null or f.slug > ${after ?? null}::text)
      and (${wanted}::text is null or f.person_id in (
        select person_id from skills where lower(skill) like ${partOf(wanted)} or lower(skill) % ${wanted}))
      and (${words}::text is null or exists (
        select 1 from participants t
        join contribution_authors a using (call_id, participant_id)
        join contributions c on c.call_id = a.call_id and c.contribution_id = a.contribution_id and c.state = 'published'
        join contributions r on r.call_id = c.call_id and r.contribution_id = coalesce(c.merged_into, c.contribution_id)
        join calls k on k.call_id = c.call_id and k.visibility = 'public' and not k.is_demo
        left join themes h on h.call_id = r.call_id and h.theme_id = r.desk_theme and h.state = 'accepted'
        where (t.person_id = f.person_id or t.person_id in (select guest_id from guest_claims g where g.person_id = f.person_id))
          and t.erased_at is null and r.status in ('accepted', 'partly-accepted', 'done')
          and not exists (select 1 from profile_calls o where o.person_id = f.person_id and o.call_id = c.call_id and o.is_hidden)
          and (lower(c.title) like ${partOf(words)} or lower(c.theme) like ${partOf(words)} or lower(h.name) like ${partOf(words)})))
    order by f.slug limit ${limit}`)
  return rows.map(row => ({
    personId: row.person_id,
    slug: row.slug,
    isPublic: row.is_public,
    name: row.name,
    about: row.about,
    skills: row.skills
  }))
}

/** A pattern of `like` for texts that contain these words as they stand. */
const partOf = (text: string | null): string | null =>
  text === null ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`
