import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Scope } from '../door/who.ts'
import { hashOfSecret, isSecret } from './rules.ts'

/** Whom a token speaks for, and what it may be used for. */
export interface FoundToken {
  readonly tokenId: string
  readonly personId: string | null
  readonly organisationId: string | null
  readonly scopes: readonly Scope[]
}

/** The token of a secret while it holds; nothing for one that is unknown, has ended or was revoked. */
export async function findToken(db: Db, secret: string): Promise<FoundToken | undefined> {
  if (!isSecret(secret)) return undefined
  const row = await first<{
    token_id: string
    person_id: string | null
    organisation_id: string | null
    scopes: Scope[]
    is_first_today: boolean
  }>(
    db,
    sql`
    select token_id, person_id, organisation_id, scopes,
      last_used_on is distinct from (now() at time zone 'UTC')::date as is_first_today
    from api_tokens where token_hash = ${hashOfSecret(secret)} and revoked_at is null and expires_at > now()`
  )
  if (!row) return undefined
  // The day is enough to find tokens nobody uses, and a write a day is all it costs.
  if (row.is_first_today) {
    await db.query(sql`
      update api_tokens set last_used_on = (now() at time zone 'UTC')::date where token_id = ${row.token_id}`)
  }
  return {
    tokenId: row.token_id,
    personId: row.person_id,
    organisationId: row.organisation_id,
    scopes: row.scopes
  }
}

export interface Token extends FoundToken {
  readonly label: string
  readonly madeAt: Date
  readonly expiresAt: Date
  /** A day, `YYYY-MM-DD`, in UTC. */
  readonly lastUsedOn: string | null
}

interface TokenRow {
  token_id: string
  label: string
  person_id: string | null
  organisation_id: string | null
  scopes: Scope[]
  made_at: Date
  expires_at: Date
  last_used_on: string | null
}

/** The tokens of a person or of an organisation that hold, newest first. */
export async function listTokens(
  db: Db,
  holder: { personId: string } | { organisationId: string }
): Promise<Token[]> {
  const personId = 'personId' in holder ? holder.personId : null
  const organisationId = 'organisationId' in holder ? holder.organisationId : null
  const rows = await db.query<TokenRow>(sql`
    select token_id, label, person_id, organisation_id, scopes, made_at, expires_at,
      to_char(last_used_on, 'YYYY-MM-DD') as last_used_on
    from api_tokens
    where (person_id = ${personId}::uuid or organisation_id = ${organisationId}::uuid)
      and revoked_at is null and expires_at > now()
    order by token_id desc limit 200`)
  return rows.map(tokenOf)
}

export async function lockToken(tx: Tx, tokenId: string): Promise<Token | undefined> {
  const row = await first<TokenRow>(
    tx,
    sql`
    select token_id, label, person_id, organisation_id, scopes, made_at, expires_at,
      to_char(last_used_on, 'YYYY-MM-DD') as last_used_on
    from api_tokens where token_id = ${tokenId} and revoked_at is null for update`
  )
  return row && tokenOf(row)
}

export async function insertToken(
  tx: Tx,
  token: Omit<Token, 'madeAt' | 'lastUsedOn'> & { readonly secret: string; readonly madeBy: string | null }
): Promise<void> {
  await tx.query(sql`
    insert into api_tokens (token_id, token_hash, label, person_id, organisation_id, scopes, made_by, made_at, expires_at)
    values (${token.tokenId}, ${hashOfSecret(token.secret)}, ${token.label}, ${token.personId}, ${token.organisationId},
      ${token.scopes}, ${token.madeBy}, ${tx.now}, ${token.expiresAt})`)
}

export async function revokeToken(tx: Tx, tokenId: string): Promise<void> {
  await tx.query(sql`update api_tokens set revoked_at = ${tx.now} where token_id = ${tokenId}`)
}

const tokenOf = (row: TokenRow): Token => ({
  tokenId: row.token_id,
  label: row.label,
  personId: row.person_id,
  organisationId: row.organisation_id,
  scopes: row.scopes,
  madeAt: row.made_at,
  expiresAt: row.expires_at,
  lastUsedOn: row.last_used_on
})
