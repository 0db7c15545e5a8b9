import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { NewsEvent } from './events.ts'
import type { Push } from './push.server.ts'
import { addressOfNews } from './rules.ts'
import type { Because, Pace } from './rules.ts'

/** The nil id stands for all calls. */
export const allCalls = '00000000-0000-0000-0000-000000000000'

export interface Notification {
  readonly notificationId: string
  readonly event: NewsEvent
  readonly because: Because
  /** What its words are made from. */
  readonly facts: Readonly<Record<string, string | number | null>>
  /** The title of the first contribution it concerns, as it reads now; null where there is none, or none any more. */
  readonly title: string | null
  /** How many contributions it concerns. */
  readonly concerns: number
  readonly call: { readonly callId: string; readonly slug: string; readonly question: string }
  readonly organisation: string
  /** Where to read on, without language and host. */
  readonly address: string
  readonly madeAt: Date
  readonly isNew: boolean
}

interface Row {
  person_id: string
  notification_id: string
  event: NewsEvent
  because: Because
  facts: Record<string, string | number | null>
  about: string[]
  title: string | null
  call_id: string
  slug: string
  question: string
  organisation: string
  organisation_slug: string
  subject_id: string
  made_at: Date
  seen: boolean
}

/** What somebody was told, newest first, before an id. */
export async function listTold(
  db: Db,
  personIds: readonly string[],
  before: string | null,
  limit: number
): Promise<Notification[]> {
  const rows = await db.query<Row>(sql`
    select n.person_id, n.notification_id, w.event, n.because, w.facts, n.about, c.title, n.call_id, k.slug, k.question,
      o.name as organisation, o.slug as organisation_slug, w.subject_id, n.made_at, n.seen_at is not null as seen
    from notifications n join news w using (call_id, news_id) join calls k using (call_id) join organisations o using (organisation_id)
    left join contributions c on c.call_id = n.call_id and c.contribution_id = n.about[1] and c.state = 'published'
    where n.person_id = any(${personIds}::uuid[])
      and n.notification_id < coalesce(${before}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    order by n.notification_id desc limit ${limit}`)
  return rows.map(notificationOf)
}

/** Those whose letters are due now, taken: nobody else writes them. Each with its person. */
export async function takeLettersDue(
  tx: Tx,
  personIds: readonly string[]
): Promise<Map<string, Notification[]>> {
  const rows = await tx.query<Row>(sql`
    with taken as (
      update notifications set letter_due_at = null
      where person_id = any(${personIds}::uuid[]) and letter_due_at <= ${tx.now}
      returning person_id, notification_id, call_id, news_id, because, about, made_at, seen_at
    )
    select n.person_id, n.notification_id, w.event, n.because, w.facts, n.about, c.title, n.call_id, k.slug, k.question,
      o.name as organisation, o.slug as organisation_slug, w.subject_id, n.made_at, n.seen_at is not null as seen
    from taken n join news w using (call_id, news_id) join calls k using (call_id) join organisations o using (organisation_id)
    left join contributions c on c.call_id = n.call_id and c.contribution_id = n.about[1] and c.state = 'published'
    order by n.person_id, n.notification_id`)
  const byPerson = Map.groupBy(rows, row => row.person_id)
  return new Map([...byPerson].map(([personId, own]) => [personId, own.map(notificationOf)]))
}

/** Up to fifty pushes that are due, taken; one for each browser of whoever is told. */
export async function takePushesDue(tx: Tx): Promise<Push[]> {
  const rows = await tx.query<
    Row & { language: string | null; endpoint: string; p256dh: string; auth: string }
  >(sql`
    with due as (
      select person_id, notification_id from notifications where push_due_at <= ${tx.now}
      order by push_due_at limit 50 for update skip locked
    ), taken as (
      update notifications n set push_due_at = null from due
      where n.person_id = due.person_id and n.notification_id = due.notification_id
      returning n.person_id, n.notification_id, n.call_id, n.news_id, n.because, n.about, n.made_at, n.seen_at
    )
    select n.person_id, n.notification_id, w.event, n.because, w.facts, n.about, c.title, n.call_id, k.slug, k.question,
      o.name as organisation, o.slug as organisation_slug, w.subject_id, n.made_at, n.seen_at is not null as seen,
      p.language, a.endpoint, a.p256dh, a.auth
    from taken n join news w using (call_id, news_id) join calls k using (call_id) join organisations o using (organisation_id)
    join people p on p.person_id = n.person_id join push_addresses a on a.person_id = n.person_id
    left join contributions c on c.call_id = n.call_id and c.contribution_id = n.about[1] and c.state = 'published'
    order by n.notification_id`)
  return rows.map(row => ({
    personId: row.person_id,
    language: row.language,
    address: { endpoint: row.endpoint, p256dh: row.p256dh, auth: row.auth },
    news: notificationOf(row)
  }))
}

const notificationOf = (row: Row): Notification => ({
  notificationId: row.notification_id,
  event: row.event,
  because: row.because,
  facts: row.facts,
  title: row.title,
  concerns: row.about.length,
  call: { callId: row.call_id, slug: row.slug, question: row.question },
  organisation: row.organisation,
  address: addressOfNews({
    event: row.event,
    slug: row.slug,
    organisation: row.organisation_slug,
    subjectId: row.subject_id,
    about: row.about
  }),
  madeAt: row.made_at,
  isNew: !row.seen
})

/** Marks as seen whatever somebody was told up to a notification. */
export async function markSeen(tx: Tx, personIds: readonly string[], upTo: string): Promise<number> {
  const rows = await tx.query(sql`
    update notifications set seen_at = ${tx.now}
    where person_id = any(${personIds}::uuid[]) and seen_at is null and notification_id <= ${upTo} returning 1`)
  return rows.length
}

/** At most a hundred are counted: more read as "99+". */
export async function countNew(db: Db, personIds: readonly string[]): Promise<number> {
  const rows = await db.query(sql`
    select 1 from notifications where person_id = any(${personIds}::uuid[]) and seen_at is null limit 100`)
  return rows.length
}

export async function keepPace(tx: Tx, personId: string, callId: string, pace: Pace): Promise<void> {
  await tx.query(sql`
    insert into hearings (person_id, call_id, pace, changed_at) values (${personId}, ${callId}, ${pace}, ${tx.now})
    on conflict (person_id, call_id) do update set pace = excluded.pace, changed_at = excluded.changed_at`)
  if (pace !== 'never') return
  // What was on its way stays at home: nobody should get one more letter after having said never.
  await tx.query(sql`
    update notifications n set letter_due_at = null, push_due_at = null
    where person_id = ${personId} and (letter_due_at is not null or push_due_at is not null)
      and (call_id = ${callId} or (${callId} = '00000000-0000-0000-0000-000000000000' and not exists (
        select 1 from hearings h where h.person_id = n.person_id and h.call_id = n.call_id and h.pace <> 'never')))`)
}

/** Forgets what was said for one call: the pace for all calls holds there again. */
export async function forgetPace(tx: Tx, personId: string, callId: string): Promise<void> {
  await tx.query(sql`delete from hearings where person_id = ${personId} and call_id = ${callId}`)
}

export async function findPace(db: Db, personId: string): Promise<Pace | undefined> {
  const row = await first<{ pace: Pace }>(
    db,
    sql`select pace from hearings where person_id = ${personId} and call_id = ${allCalls}`
  )
  return row?.pace
}

/** The calls somebody takes part in or set a pace for, newest first, each with the pace set for it. */
export async function listPaces(
  db: Db,
  personId: string,
  ownIds: readonly string[],
  after: string | null,
  limit: number
): Promise<{ callId: string; slug: string; question: string; pace: Pace | null }[]> {
  const rows = await db.query<{ call_id: string; slug: string; question: string; pace: Pace | null }>(sql`
    select c.call_id, c.slug, c.question, h.pace
    from (select call_id from participants where person_id = any(${ownIds}::uuid[])
      union select call_id from hearings where person_id = ${personId} and call_id <> ${allCalls}) as part(call_id)
    join calls c using (call_id) left join hearings h on h.person_id = ${personId} and h.call_id = c.call_id
    where c.call_id < coalesce(${after}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    order by c.call_id desc limit ${limit}`)
  return rows.map(row => ({ callId: row.call_id, slug: row.slug, question: row.question, pace: row.pace }))
}

/** The key by which letters of somebody can be stopped without signing in; made when the first letter needs it. */
export async function letterKeys(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ person_id: string; letter_key: string }>(sql`
    update people set letter_key = coalesce(letter_key, gen_random_uuid()) where person_id = any(${personIds}::uuid[])
    returning person_id, letter_key`)
  return new Map(rows.map(row => [row.person_id, row.letter_key]))
}

export async function isLetterKey(db: Db, personId: string, key: string): Promise<boolean> {
  const rows = await db.query(
    sql`select 1 from people where person_id = ${personId} and letter_key = ${key} and erased_at is null`
  )
  return rows.length > 0
}

/** Whether somebody was told anything of a call: only then can a letter about it have come. */
export async function wasToldOf(db: Db, personId: string, callId: string): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from notifications where call_id = ${callId} and person_id = ${personId} limit 1`)
  return rows.length > 0
}

/** Everything somebody was told and asked for, for an erasure. */
export async function eraseTold(tx: Tx, personIds: readonly string[]): Promise<void> {
  await tx.query(sql`delete from notifications where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`delete from hearings where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`delete from push_addresses where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`update people set letter_key = null where person_id = any(${personIds}::uuid[])`)
}
