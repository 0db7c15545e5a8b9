import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'

export type LinkKind = 'builds-on' | 'merged' | 'split'

export interface Link {
  readonly kind: LinkKind
  /** What was there before. */
  readonly source: string
  /** What came of it: what builds on it, what it was merged into, a part of it. */
  readonly contribution: string
}

export interface Kin {
  readonly contributionId: string
  /** Null where the words are not seen any more. */
  readonly title: string | null
  readonly author: string | null
  readonly mergedInto: string | null
}

const mostLinks = 60
const mostTurns = 3

/** What a contribution came from and what came of it, some turns away; at most sixty links, the nearest first. */
export async function findLineage(
  db: Db,
  callId: string,
  contributionId: string
): Promise<{ links: Link[]; kin: Kin[]; isWhole: boolean }> {
  const links = new Map<string, Link>()
  const seen = new Set([contributionId])
  let edge = [contributionId]
  let isWhole = true
  for (let turn = 0; turn < mostTurns && edge.length > 0; turn++) {
    const rows = await db.query<{ kind: LinkKind; source_id: string; contribution_id: string }>(sql`
      select kind, source_id, contribution_id from lineage
      where call_id = ${callId} and (source_id = any(${edge}::uuid[]) or contribution_id = any(${edge}::uuid[]))
      order by made_at, source_id, contribution_id limit ${mostLinks + 1}`)
    edge = []
    for (const row of rows) {
      const key = `${row.kind} ${row.source_id} ${row.contribution_id}`
      if (links.has(key)) continue
      if (links.size >= mostLinks) {
        isWhole = false
        break
      }
      links.set(key, { kind: row.kind, source: row.source_id, contribution: row.contribution_id })
      for (const id of [row.source_id, row.contribution_id]) {
        if (seen.size === seen.add(id).size) continue
        edge.push(id)
      }
    }
  }
  if (edge.length > 0 && isWhole) isWhole = !(await goOn(db, callId, edge, [...seen]))
  return { links: [...links.values()], kin: await listKin(db, callId, [...seen]), isWhole }
}

/** Whether there is more behind these than what was seen. */
async function goOn(db: Db, callId: string, edge: readonly string[], seen: readonly string[]) {
  const rows = await db.query(sql`
    select 1 from lineage
    where call_id = ${callId} and (source_id = any(${[...edge]}::uuid[]) and not contribution_id = any(${[...seen]}::uuid[])
      or contribution_id = any(${[...edge]}::uuid[]) and not source_id = any(${[...seen]}::uuid[])) limit 1`)
  return rows.length > 0
}

async function listKin(db: Db, callId: string, ids: readonly string[]): Promise<Kin[]> {
  const rows = await db.query<{
    contribution_id: string
    title: string | null
    author: string | null
    merged_into: string | null
  }>(sql`
    select c.contribution_id, case when c.state = 'published' then c.title end as title,
      case when c.state = 'published' then p.name end as author, c.merged_into
    from contributions c left join participants p on p.call_id = c.call_id and p.participant_id = c.first_author
    where c.call_id = ${callId} and c.contribution_id = any(${[...ids]}::uuid[])
    order by c.contribution_id`)
  return rows.map(row => ({
    contributionId: row.contribution_id,
    title: row.title,
    author: row.author,
    mergedInto: row.merged_into
  }))
}

/** The deeds that a contribution is part of: why it went into another, what went into it, what it was split into. */
export async function listDeedsOf(db: Db, callId: string, contributionId: string) {
  const rows = await db.query<{
    kind: 'merge' | 'split'
    reason: string
    made_at: Date
    is_source: boolean
  }>(sql`
    select distinct on (r.reshaping_id) r.kind, r.reason, r.made_at, l.source_id = ${contributionId} as is_source
    from lineage l join reshapings r on r.call_id = l.call_id and r.reshaping_id = l.reshaping_id
    where l.call_id = ${callId} and (l.source_id = ${contributionId} or l.contribution_id = ${contributionId})
    order by r.reshaping_id desc limit 20`)
  return rows.map(row => ({
    kind: row.kind,
    reason: row.reason,
    madeAt: row.made_at.toISOString(),
    /** True for what was merged away or split; false for what came of it. */
    isSource: row.is_source
  }))
}
