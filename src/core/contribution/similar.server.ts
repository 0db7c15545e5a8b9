import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { soughtKeys, titleKeys } from './title-words.ts'

export interface Similar {
  contributionId: string
  title: string
  /** From 0 to 1, where 1 is the same words; below `leastLikeness` nothing is shown. */
  likeness: number
}

const mostShown = 5

/** Tried on 896 statements of a real conversation: above it most pairs are about the same thing. */
const leastLikeness = 0.35

/**
 * The published contributions of a step whose titles are most like what somebody is typing, the likest first, at most
 * five; none while there is no word of three letters yet.
 *
 * Each key sought brings its newest 4,000 titles, so the work is bounded however many titles there are: ten keys read
 * 40,000 index entries at the most. A key weighs more the rarer it is; the titles with most weight are then compared
 * letter by letter. Titles made of frequent words alone, and older than 4,000 others with each of them, may be missed.
 */
export async function findSimilar(db: Db, callId: string, stepId: string, typed: string): Promise<Similar[]> {
  const sought = soughtKeys(typed)
  if (sought.length === 0) return []
  const from = sought.map(({ key }) => key)
  // U+FFFF is no character, and sorts behind all that a longer key could go on with.
  const to = sought.map(({ key, isOpen }) => (isOpen ? `${key}\uffff` : key))
  const rows = await db.query<{ contribution_id: string; title: string; likeness: number }>(sql`
    with found as (
      select sought.n, words.contribution_id
      from unnest(${from}::text[], ${to}::text[]) with ordinality as sought (first, last, n)
      left join lateral (
        select contribution_id from title_words
        where call_id = ${callId} and word between sought.first and sought.last
        order by word desc, contribution_id desc limit 4000) words on true),
    weights as (
      select n, ln(1 + 3.0 * max(count(*)) over () / count(*))::float8 as weight from found group by n),
    heaviest as (
      select contribution_id, sum(weight) as weight
      from found join weights using (n) where contribution_id is not null
      group by contribution_id order by weight desc, contribution_id desc limit 200),
    seen as (
      select contribution_id, title, weight from heaviest join contributions using (contribution_id)
      where call_id = ${callId} and step_id = ${stepId} and state = 'published' and merged_into is null and restricted_at is null
      order by weight desc, contribution_id desc limit 60),
    compared as (
      select contribution_id, title,
        0.6 * weight / (select sum(weight) from weights) + 0.4 * similarity(title, ${typed.replaceAll('\0', '')}) as likeness
      from seen)
    select * from compared where likeness >= ${leastLikeness}
    order by likeness desc, contribution_id desc limit ${mostShown}`)
  return rows.map(row => ({ contributionId: row.contribution_id, title: row.title, likeness: row.likeness }))
}

export interface KeptTitle {
  callId: string
  contributionId: string
  title: string
}

/** Makes a published title findable, in place of what the contribution was found by before. */
export async function keepTitle(tx: Tx, title: KeptTitle): Promise<void> {
  await keepTitles(tx, [title])
}

/** The same for many at once, each contribution once. */
export async function keepTitles(tx: Tx, titles: readonly KeptTitle[]): Promise<void> {
  const words = titles.flatMap(({ callId, contributionId, title }) =>
    titleKeys(title).map(word => ({ callId, contributionId, word }))
  )
  await tx.query(sql`
    with kept as (
      select * from unnest(${words.map(one => one.callId)}::uuid[], ${words.map(one => one.contributionId)}::uuid[],
        ${words.map(one => one.word)}::text[]) as kept (call_id, contribution_id, word)),
    gone as (
      delete from title_words old
      using unnest(${titles.map(one => one.callId)}::uuid[], ${titles.map(one => one.contributionId)}::uuid[])
        as changed (call_id, contribution_id)
      where old.call_id = changed.call_id and old.contribution_id = changed.contribution_id and not exists (
        select from kept where kept.call_id = old.call_id and kept.contribution_id = old.contribution_id
          and kept.word = old.word))
    insert into title_words (call_id, contribution_id, word)
    select call_id, contribution_id, word from kept on conflict do nothing`)
}

/** Removes every trace of a title from the search, whatever has become of the contribution. */
export async function forgetTitle(tx: Tx, callId: string, contributionId: string): Promise<void> {
  await tx.query(sql`
    delete from title_words where call_id = ${callId} and contribution_id = ${contributionId}`)
}
