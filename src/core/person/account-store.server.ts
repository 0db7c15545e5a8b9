import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import { lookAtSignUp } from './held-accounts.server.ts'

/** The account of an address, which proves itself by that address. */
export async function findAccountId(db: Db, email: string): Promise<string | undefined> {
  const row = await first<{ id: string }>(
    db,
    sql`select id from auth.accounts where email = ${email.toLowerCase()}`
  )
  return row?.id
}

/** Makes an account whose owner was proven otherwise than by a letter; it may sign in at once. */
export async function insertAccount(
  tx: Tx,
  account: { accountId: string; email: string; passwordHash: string | null }
): Promise<void> {
  await tx.query(sql`
    insert into auth.accounts (id, name, email, email_verified, created_at, updated_at)
    values (${account.accountId}, '', ${account.email.toLowerCase()}, true, ${tx.now}, ${tx.now})`)
  if (account.passwordHash === null) return
  await tx.query(sql`
    insert into auth.credentials (id, account_id, provider_id, provider_account_id, password, created_at, updated_at)
    values (${newId()}, ${account.accountId}, 'credential', ${account.accountId}, ${account.passwordHash}, ${tx.now}, ${tx.now})`)
}

/**
 * Makes the person of an account where there is none yet: the id is the same. An address belongs to the account that
 * proved it, so a row that still carries it otherwise gives it up. With the address it came from, rules look at it.
 */
export async function ensurePerson(db: Db, accountId: string, address: string | null = null): Promise<void> {
  await db.query(sql`
    update people set email = null from auth.accounts a
    where a.id = ${accountId} and lower(people.email) = a.email and people.account_id is distinct from a.id`)
  const made = await first<{ person_id: string; email: string }>(
    db,
    sql`
    insert into people (person_id, kind, email, account_id, created_at)
    select id::uuid, 'account', email, id, now() from auth.accounts where id = ${accountId}
    on conflict do nothing returning person_id, email`
  )
  if (made && address !== null)
    await lookAtSignUp(db, { personId: made.person_id, email: made.email }, address)
  // A change of address that did not reach the person, as the process ended in between.
  await db.query(sql`
    update people set email = a.email from auth.accounts a
    where a.id = ${accountId} and people.person_id = a.id::uuid and people.email is distinct from a.email`)
}

/**
 * Gives the person of an account the address that the account has now, as above. Gives the one it had until now, or null
 * where it is the same. Links that went to the old mailbox open nothing any more.
 */
export async function moveAddress(db: Db, accountId: string, email: string): Promise<string | null> {
  const person = await first<{ email: string | null }>(
    db,
    sql`select email from people where person_id = ${accountId}::uuid and erased_at is null`
  )
  if (!person || person.email === email) return null
  await db.query(sql`
    update people set email = null where lower(email) = lower(${email}) and person_id <> ${accountId}::uuid`)
  await db.query(sql`update people set email = ${email} where person_id = ${accountId}::uuid`)
  await forgetLinks(db, accountId, person.email ?? '')
  // What was sent belongs to the person still: shown in their data, and gone with them.
  await db.query(sql`
    update mails set recipient = ${email} where lower(recipient) = lower(${person.email}) and next_try_at is null`)
  return person.email
}

export interface Session {
  readonly sessionId: string
  /** What the browser said of itself. */
  readonly device: string
  readonly startedAt: Date
  readonly lastSeenAt: Date
  readonly endsAt: Date
}

export async function listSessions(db: Db, accountId: string): Promise<Session[]> {
  const rows = await db.query<{
    id: string
    user_agent: string | null
    created_at: Date
    updated_at: Date
    expires_at: Date
  }>(sql`
    select id, user_agent, created_at, updated_at, expires_at from auth.sessions
    where account_id = ${accountId} and expires_at > now() order by created_at desc limit 100`)
  return rows.map(row => ({
    sessionId: row.id,
    device: (row.user_agent ?? '').slice(0, 300),
    startedAt: row.created_at,
    lastSeenAt: row.updated_at,
    endsAt: row.expires_at
  }))
}

/** How an account can be entered, besides a link by e-mail. */
export async function findKeysOfAccount(
  db: Db,
  accountId: string
): Promise<{ hasPassword: boolean; passkeys: number }> {
  const row = await first<{ has_password: boolean; passkeys: number }>(
    db,
    sql`
    select exists (select 1 from auth.credentials where account_id = ${accountId} and password is not null) as has_password,
      (select count(*) from auth.passkeys where account_id = ${accountId}) as passkeys`
  )
  return { hasPassword: row!.has_password, passkeys: row!.passkeys }
}

/** Ends one session of an account; false when there is none such. */
export async function endSession(tx: Tx, accountId: string, sessionId: string): Promise<boolean> {
  const rows = await tx.query(sql`
    with ended as (delete from auth.sessions where account_id = ${accountId} and id = ${sessionId} returning id)
    insert into auth.endings (ending_id, kind, subject, ended_at)
    select gen_random_uuid(), 'session', id, clock_timestamp() from ended returning 1 as ended`)
  return rows.length > 0
}

/** Ends all sessions of an account but the one to keep; tells how many. */
export async function endSessions(tx: Tx, accountId: string, keep: string | null): Promise<number> {
  const rows = await tx.query(sql`
    with ended as (
      delete from auth.sessions where account_id = ${accountId} and id is distinct from ${keep}::text returning id
    )
    insert into auth.endings (ending_id, kind, subject, ended_at)
    select gen_random_uuid(), 'session', id, clock_timestamp() from ended returning 1 as ended`)
  return rows.length
}

export async function noteEnding(db: Db, kind: 'session' | 'account', subject: string): Promise<void> {
  await db.query(sql`
    insert into auth.endings (ending_id, kind, subject, ended_at)
    values (${newId()}, ${kind}, ${subject}, clock_timestamp())`)
}

/** Sessions and accounts that ended within the last minutes. */
export async function listEndings(db: Db, minutes: number): Promise<string[]> {
  const rows = await db.query<{ subject: string }>(sql`
    select subject from auth.endings where ended_at > now() - make_interval(mins => ${minutes}) limit 100000`)
  return rows.map(row => row.subject)
}

/** Destroys an account with all that signs in to it, and the links to it that are still under way. */
export async function deleteAccount(tx: Tx, accountId: string, email: string): Promise<void> {
  await endSessions(tx, accountId, null)
  await noteEnding(tx, 'account', accountId)
  await tx.query(sql`delete from auth.accounts where id = ${accountId}`)
  await forgetLinks(tx, accountId, email)
}

/** Links under way that were sent to an address or change the account's password. */
const forgetLinks = (db: Db, accountId: string, email: string): Promise<unknown> =>
  db.query(sql`
    delete from auth.verifications
    where value = ${accountId} or (${email}::text <> '' and position(lower(${email}) in lower(value)) > 0)`)

/** For a daily job: forgets what has run out. */
export async function forgetExpiredSignIns(tx: Tx): Promise<void> {
  await tx.query(sql`delete from auth.sessions where expires_at < now()`)
  await tx.query(sql`delete from auth.verifications where expires_at < now() - interval '1 day'`)
  await tx.query(sql`delete from auth.endings where ended_at < now() - interval '1 day'`)
}
