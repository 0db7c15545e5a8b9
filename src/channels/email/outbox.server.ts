import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Letter } from '../../core/door/act.ts'
import { newId } from '../../core/door/id.ts'
import type { JsonObject } from '../../core/ledger/canonical.ts'
import { countBounces } from '../../core/notification/bounces.server.ts'
import { compose } from './compose.ts'
import { SendError } from './post.server.ts'
import type { Post } from './post.server.ts'

/** Keeps letters to be sent by the job; kept in the transaction they belong to, they go out exactly if it commits. */
export async function keepLetters(db: Db | Tx, letters: readonly Letter[]): Promise<void> {
  if (letters.length === 0) return
  await db.query(sql`
    insert into mails (mail_id, recipient, language, template, facts, unsubscribe, made_at, next_try_at)
    select id, recipient, language, template, facts, unsubscribe, now(), now() from unnest(
      ${letters.map(() => newId())}::uuid[], ${letters.map(letter => letter.to)}::text[],
      ${letters.map(letter => letter.language)}::text[], ${letters.map(letter => letter.template)}::text[],
      ${letters.map(letter => JSON.stringify(letter.facts))}::jsonb[],
      ${letters.map(letter => letter.unsubscribe ?? null)}::text[]) as l(id, recipient, language, template, facts, unsubscribe)`)
}

/** Minutes to wait after the first, second … failure; after the last one the letter is given up. */
const waits = [1, 5, 30, 120] as const
export const mostTries = waits.length + 1

/** A letter taken by one process is left alone by others for so long, should the process die with it. */
const leaseMinutes = 10

interface DueRow {
  mail_id: string
  recipient: string
  language: string
  template: string
  facts: JsonObject
  tries: number
  unsubscribe: string | null
  was_handed_over: boolean
}

export interface SendReport {
  readonly sent: number
  readonly failed: number
}

/**
 * Sends the letters that are due, a few at a time, until none is left or `most` were tried. What was sent loses its
 * facts, and with them its secret links. Never throws for a letter: it is tried again later, and given up after five
 * tries; what went wrong is kept beside it.
 */
export async function sendDue(database: Database, post: Post, most = 500): Promise<SendReport> {
  const report = { sent: 0, failed: 0 }
  while (report.sent + report.failed < most) {
    const due = await takeDue(database)
    if (due.length === 0) break
    const outcomes = await Promise.all(due.map(row => sendOne(database, post, row)))
    for (const sent of outcomes) report[sent ? 'sent' : 'failed'] += 1
  }
  return report
}

async function takeDue(database: Database): Promise<DueRow[]> {
  return database.transaction(tx =>
    tx.query<DueRow>(sql`
      update mails set tries = tries + 1, next_try_at = now() + make_interval(mins => ${leaseMinutes})
      where mail_id in (
        select mail_id from mails where next_try_at <= now() order by next_try_at limit 5 for update skip locked)
      returning mail_id, recipient, language, template, facts, tries, unsubscribe, handed_over_at is not null as was_handed_over`)
  )
}

async function sendOne(database: Database, post: Post, row: DueRow): Promise<boolean> {
  const isNews = row.unsubscribe !== null
  // A process ended while the server had this letter. News stands on the person's page anyway and is not told twice; a
  // letter that is owed goes again under the same id, by which mailboxes know it.
  if (row.was_handed_over && isNews)
    return keepFailure(database, row, 'nobody knows whether it went out', true)
  try {
    const words = compose(row, post.host)
    await database.query(sql`update mails set handed_over_at = now() where mail_id = ${row.mail_id}`)
    await post.send({ id: row.mail_id, to: row.recipient, unsubscribe: row.unsubscribe, ...words })
  } catch (error) {
    const fate = error instanceof SendError ? error.fate : 'not-sent'
    if (fate === 'no-such-address') await countBounces(database, [row.recipient])
    // A letter that cannot be written, or that a server refused for good, will not get better by waiting.
    const isHopeless =
      error instanceof TypeError ||
      fate === 'refused' ||
      fate === 'no-such-address' ||
      (fate === 'unknown' && isNews) ||
      row.tries >= mostTries
    return keepFailure(database, row, reasonOf(error), isHopeless)
  }
  await database.query(sql`
    with known as (delete from bounced_addresses where email = lower(${row.recipient}))
    update mails set sent_at = now(), next_try_at = null, handed_over_at = null, last_error = null, facts = '{}', unsubscribe = null
    where mail_id = ${row.mail_id}`)
  return true
}

async function keepFailure(
  database: Database,
  row: DueRow,
  reason: string,
  isHopeless: boolean
): Promise<false> {
  const minutes = isHopeless ? null : waits[row.tries - 1]!
  await database.query(sql`
    update mails set next_try_at = now() + make_interval(mins => ${minutes}::int), handed_over_at = null, last_error = ${reason}
    where mail_id = ${row.mail_id}`)
  return false
}

/** Short, and without the links a server might quote back. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/https?:\S+/g, '…').slice(0, 300)

/** For a daily job: forgets letters that were sent or given up a month ago. */
export async function forgetLetters(tx: Tx): Promise<void> {
  await tx.query(sql`
    delete from mails where made_at < now() - interval '30 days' and next_try_at is null`)
}
