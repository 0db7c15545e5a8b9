import type { Database } from '../../db/database.server.ts'
import { first, sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { Audience } from './announce.server.ts'
import { letterHour, usualPace } from './rules.ts'

interface Waiting {
  readonly call_id: string
  readonly news_id: string
  readonly audience: Audience
  readonly letter: 'by-pace' | 'at-once' | 'none'
  readonly time_zone: string
}

/**
 * Tells each person of what waits, once: a row a person, made in the transaction that marks the news as handed round, so
 * that a crash in between repeats or loses nothing. Gives how many news were handed round.
 */
export async function handRound(database: Database, most = 100): Promise<number> {
  for (let done = 0; done < most; done++) {
    const found = await database.transaction(async tx => {
      const news = await first<Waiting>(
        tx,
        sql`
        select n.call_id, n.news_id, n.audience, n.letter, c.time_zone
        from news n join calls c using (call_id) where n.handed_round_at is null
        order by n.made_at, n.news_id limit 1 for update of n skip locked`
      )
      if (!news) return false
      await tellAll(tx, news)
      await tx.query(sql`
        update news set handed_round_at = ${tx.now} where call_id = ${news.call_id} and news_id = ${news.news_id}`)
      return true
    })
    if (!found) return done
  }
  return most
}

/** A participant's person is whoever claimed it, where a guest was claimed. */
async function tellAll(tx: Tx, { call_id: callId, news_id, audience, letter, time_zone }: Waiting) {
  const ids = (list: readonly string[] | undefined) => [...(list ?? [])]
  const now = tx.now
  // An id of each kind a person has is made by the database here: thousands of rows in one statement.
  await tx.query(sql`
    with concerned as (
      select 1 as rank, a.participant_id, a.contribution_id from contribution_authors a
        where a.call_id = ${callId} and a.contribution_id = any(${ids(audience.authorsOf)}::uuid[])
      union all
      select 2, r.responder, r.target from contributions c
        join responses r on r.call_id = c.call_id and r.step_id = c.step_id and r.target = c.contribution_id and r.state = 'counted'
        where c.call_id = ${callId} and c.contribution_id = any(${ids(audience.supportersOf)}::uuid[])
      union all
      select 3, m.participant_id, m.target from comments m
        where m.call_id = ${callId} and m.target = any(${ids(audience.commentersOf)}::uuid[]) and m.state = 'published'
      union all
      select 3, p, null from unnest(${ids(audience.participants)}::uuid[]) as p
      union all
      select 3, participant_id, null from participants where call_id = ${callId} and ${audience.everyone ?? false}
    ), people_of as (
      select coalesce(g.person_id, p.person_id) as person_id, c.rank, c.contribution_id
      from concerned c join participants p on p.call_id = ${callId} and p.participant_id = c.participant_id and p.erased_at is null
      left join guest_claims g on g.guest_id = p.person_id
      union all
      select r.person_id, 4, null from roles r join calls c on c.organisation_id = r.organisation_id
      where c.call_id = ${callId} and r.call_id in (${callId}, '00000000-0000-0000-0000-000000000000')
        and (r.role = any(${ids(audience.desk)}::text[]) or (r.role = 'owner' and 'organiser' = any(${ids(audience.desk)}::text[])))
      union all
      select p, 5, null from unnest(${ids(audience.people)}::uuid[]) as p
    ), told as (
      select person_id, min(rank) as rank,
        coalesce((array_agg(distinct contribution_id) filter (where contribution_id is not null))[1:5], '{}') as about
      from people_of group by person_id
    ), paced as (
      select t.*, p.email is not null and b.email is null as reachable,
        coalesce(own.pace, whole.pace, ${usualPace}) as pace,
        exists (select 1 from push_addresses a where a.person_id = t.person_id) as pushed
      from told t join people p on p.person_id = t.person_id and p.erased_at is null
      left join hearings own on own.person_id = t.person_id and own.call_id = ${callId}
      left join hearings whole on whole.person_id = t.person_id and whole.call_id = '00000000-0000-0000-0000-000000000000'
      left join bounced_addresses b on b.email = lower(p.email) and b.stopped_at is not null
    ), local as (
      select date_trunc('day', ${now}::timestamptz at time zone ${time_zone}) as day, ${now}::timestamptz at time zone ${time_zone} as moment
    )
    insert into notifications (person_id, notification_id, call_id, news_id, about, because, made_at, letter_due_at, push_due_at)
    select person_id, overlay(gen_random_uuid()::text placing left(${newId()}::text, 13) from 1 for 13)::uuid, ${callId}, ${news_id}, about,
      (array['author', 'supporter', 'participant', 'desk', 'asked'])[rank], ${now},
      case
        when not reachable or pace = 'never' or ${letter} = 'none' then null
        when ${letter} = 'at-once' or pace = 'at-once' then ${now}::timestamptz
        when pace = 'daily' then (day + make_interval(hours => ${letterHour})
          + case when moment < day + make_interval(hours => ${letterHour}) then interval '0' else interval '1 day' end) at time zone ${time_zone}
        else (date_trunc('week', moment) + make_interval(hours => ${letterHour})
          + case when moment < date_trunc('week', moment) + make_interval(hours => ${letterHour}) then interval '0' else interval '7 days' end) at time zone ${time_zone}
      end,
      case when pushed and pace <> 'never' then ${now}::timestamptz end
    from paced, local
    on conflict (person_id, news_id) do nothing`)
}
