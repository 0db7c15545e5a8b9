import { only, sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { ContributionState, ContributionStatus } from '../contribution/rules.ts'

/** How a contribution came into what was built: named by it, merged into another, built on by another, or divided. */
export type Way = 'named' | 'merged' | 'builds-on' | 'split'

/** One contribution behind a milestone. */
export interface Forebear {
  readonly contributionId: string
  readonly title: string
  readonly state: ContributionState
  readonly status: ContributionStatus
  readonly way: Way
  /** The contribution through which it came; null where the milestone names it. */
  readonly into: string | null
  readonly authors: readonly Author[]
  readonly responses: number
  readonly comments: number
}

export interface Author {
  /** The name gone by in the call; null for somebody without one. */
  readonly name: string | null
  /** The address of the page of one's own, where there is one and it shows this call. */
  readonly profile: string | null
}

export interface Credit {
  readonly forebears: readonly Forebear[]
  /** People, each counted once. */
  readonly authors: number
  readonly supporters: number
  readonly commenters: number
  /** Whether more lies behind than is listed. */
  readonly isCut: boolean
}

const mostForebears = 500

interface Row {
  contribution_id: string
  title: string
  state: ContributionState
  status: ContributionStatus
  way: Way
  parent: string | null
  responses: number
  comments: number
  authors: Author[] | null
}

/** All that lies behind a milestone: what it names first, then what came into that, and so on back. */
export async function walkBack(db: Db, callId: string, milestoneId: string): Promise<Credit> {
  const rows = await db.query<Row>(sql`
    with recursive back as (
      select contribution_id, null::uuid as parent, 'named'::text as way from milestone_sources
      where call_id = ${callId} and milestone_id = ${milestoneId}
      union
      select l.source_id, l.contribution_id, l.kind from back b
      join lineage l on l.call_id = ${callId} and l.contribution_id = b.contribution_id
      left join reshapings r on r.call_id = l.call_id and r.reshaping_id = l.reshaping_id
      where r.undone_at is null
    ), once as (
      select distinct on (contribution_id) contribution_id, parent, way from back
      order by contribution_id, way <> 'named', parent
    )
    select c.contribution_id, c.title, c.state, c.status, o.way, o.parent, coalesce(t.responses, 0) as responses,
      coalesce(t.comments, 0) as comments,
      (select json_agg(json_build_object('name', coalesce(p.name, q.name), 'profile', f.slug) order by a.position)
        from contribution_authors a
        join participants p on p.call_id = a.call_id and p.participant_id = a.participant_id
        left join participants q on q.call_id = p.call_id and q.participant_id = p.linked_to
        left join guest_claims g on g.guest_id = p.person_id
        left join profiles f on f.person_id = coalesce(g.person_id, p.person_id) and f.is_public and not exists (
          select 1 from profile_calls h where h.person_id = f.person_id and h.call_id = a.call_id and h.is_hidden)
        where a.call_id = c.call_id and a.contribution_id = c.contribution_id) as authors
    from once o join contributions c on c.call_id = ${callId} and c.contribution_id = o.contribution_id
    left join contribution_totals t on t.call_id = c.call_id and t.contribution_id = c.contribution_id
    where c.state in ('published', 'erased')
    order by o.way <> 'named', o.parent, c.contribution_id limit ${mostForebears + 1}`)
  const forebears = rows.slice(0, mostForebears)
  const ids = forebears.map(row => row.contribution_id)
  return {
    forebears: forebears.map(row => ({
      contributionId: row.contribution_id,
      title: row.title,
      state: row.state,
      status: row.status,
      way: row.way,
      into: row.parent,
      authors: row.authors ?? [],
      responses: row.responses,
      comments: row.comments
    })),
    ...(await countPeople(db, callId, ids)),
    isCut: rows.length > mostForebears
  }
}

/** People behind these contributions; one who supported several, or supported and was carried along, counts once. */
function countPeople(
  db: Db,
  callId: string,
  ids: readonly string[]
): Promise<Pick<Credit, 'authors' | 'supporters' | 'commenters'>> {
  return only(
    db,
    sql`
    select
      (select count(distinct coalesce(p.linked_to, p.participant_id)) from contribution_authors a join participants p using (call_id, participant_id)
        where a.call_id = ${callId} and a.contribution_id = any(${ids}::uuid[]))::integer as authors,
      (select count(distinct r.responder) from contributions c
        join responses r on r.call_id = c.call_id and r.step_id = c.step_id and r.target = c.contribution_id
        where c.call_id = ${callId} and c.contribution_id = any(${ids}::uuid[]) and r.state = 'counted')::integer as supporters,
      (select count(distinct m.participant_id) from comments m
        where m.call_id = ${callId} and m.target = any(${ids}::uuid[]) and m.state = 'published')::integer as commenters`
  )
}
