import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'

/** Rows under calls: the calls' ids and, place by place, the other half of the key. */
export interface Keys {
  readonly callIds: readonly string[]
  readonly ids: readonly string[]
}

const keysOf = (rows: readonly { call_id: string; id: string }[]): Keys => ({
  callIds: rows.map(row => row.call_id),
  ids: rows.map(row => row.id)
})

/** Takes all parts in calls of these people: their own and those of the guests they claimed. */
export async function lockParts(tx: Tx, personIds: readonly string[]): Promise<Keys> {
  return keysOf(
    await tx.query<{ call_id: string; id: string }>(sql`
    select call_id, participant_id as id from participants where person_id = any(${personIds}::uuid[])
    order by call_id, participant_id for update`)
  )
}

/** Contributions that nobody else wrote with them: those whose words are nobody else's either. */
export async function listSoleContributions(tx: Tx, parts: Keys): Promise<Keys> {
  return keysOf(
    await tx.query<{ call_id: string; id: string }>(sql`
    with mine as (select * from unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as m(call_id, participant_id))
    select distinct a.call_id, a.contribution_id as id
    from contribution_authors a join mine using (call_id, participant_id)
    where not exists (
      select 1 from contribution_authors o join participants p using (call_id, participant_id)
      where o.call_id = a.call_id and o.contribution_id = a.contribution_id and p.erased_at is null
        and not exists (select 1 from mine m where m.call_id = o.call_id and m.participant_id = o.participant_id))`)
  )
}

/**
 * Destroys words, versions and places. What everybody saw stays in the count under a tombstone; what nobody sees is not
 * counted and counts as withdrawn, so that no moderator brings it back empty.
 */
export async function eraseContributions(tx: Tx, contributions: Keys): Promise<void> {
  await tx.query(sql`
    update contributions c set title = '', body = '{}', true_place = null, public_place = null, changed_at = ${tx.now},
      state = case c.state when 'published' then 'erased' when 'held' then 'withdrawn' when 'hidden' then 'withdrawn' else c.state end
    from unnest(${contributions.callIds}::uuid[], ${contributions.ids}::uuid[]) as m(call_id, contribution_id)
    where c.call_id = m.call_id and c.contribution_id = m.contribution_id`)
  await tx.query(sql`
    update contribution_versions v set title = '', body = '{}'
    from unnest(${contributions.callIds}::uuid[], ${contributions.ids}::uuid[]) as m(call_id, contribution_id)
    where v.call_id = m.call_id and v.contribution_id = m.contribution_id`)
}

/** Destroys the words of comments; a thread keeps their places. Gives the comments. */
export async function eraseComments(tx: Tx, parts: Keys): Promise<Keys> {
  return keysOf(
    await tx.query<{ call_id: string; id: string }>(sql`
    update comments c set body = '', state = 'erased'
    from unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as m(call_id, participant_id)
    where c.call_id = m.call_id and c.participant_id = m.participant_id
    returning c.call_id, c.comment_id as id`)
  )
}

/** Responses stay in the count; that nobody is behind them any more is said. Tells how many. */
export async function eraseResponses(tx: Tx, parts: Keys): Promise<number> {
  const rows = await tx.query(sql`
    update responses r set erased = true
    from unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as m(call_id, participant_id)
    where r.call_id = m.call_id and r.responder = m.participant_id returning 1 as erased`)
  return rows.length
}

/** Files become nobody's, and old: the job that removes what nobody attached takes them with their bytes. */
export async function looseFiles(tx: Tx, parts: Keys): Promise<void> {
  await tx.query(sql`
    update files f set contribution_id = null, participant_id = null, name = '', alt = '', made_at = 'epoch'
    from unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as m(call_id, participant_id)
    where f.call_id = m.call_id and f.participant_id = m.participant_id`)
}

/** What people wrote beside their flags goes; that something was flagged stays. */
export async function eraseFlags(tx: Tx, parts: Keys, personIds: readonly string[]): Promise<void> {
  await tx.query(sql`
    update flags f set note = ''
    from unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as m(call_id, participant_id)
    where f.call_id = m.call_id and (f.flagger = m.participant_id or f.flagger = any(${personIds}::uuid[]))`)
}

/** What others said of contributions and comments that are gone may repeat their words or name their author: it goes too. */
export async function eraseCharges(tx: Tx, subjects: Keys): Promise<void> {
  await tx.query(sql`
    update flags f set note = ''
    from unnest(${subjects.callIds}::uuid[], ${subjects.ids}::uuid[]) as m(call_id, target)
    where f.call_id = m.call_id and f.target = m.target`)
  await tx.query(sql`
    update moderation_decisions d set reason = ''
    from unnest(${subjects.callIds}::uuid[], ${subjects.ids}::uuid[]) as m(call_id, target)
    where d.call_id = m.call_id and d.target = m.target`)
}

/** Cuts parts loose from their person: a fresh id, which leads to nobody, in nobody's list of people blocked. */
export async function eraseParts(tx: Tx, parts: Keys): Promise<void> {
  await tx.query(sql`
    delete from blocks b using unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as m(call_id, participant_id)
    where b.call_id = m.call_id and b.participant_id = m.participant_id`)
  await tx.query(sql`
    update participants p set person_id = gen_random_uuid(), alias = gen_random_uuid(), name = null, erased_at = ${tx.now}
    from unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as m(call_id, participant_id)
    where p.call_id = m.call_id and p.participant_id = m.participant_id`)
}
