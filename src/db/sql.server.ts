import { createHash } from 'node:crypto'
import type { QueryResultRow } from 'pg'

/** One SQL text with its parameters. The text is fixed per call site, so it can be a named prepared statement. */
export interface Statement {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/** Whatever can answer a statement: the pool or an open transaction. */
export interface Db {
  query<Row extends QueryResultRow>(statement: Statement): Promise<Row[]>
}

declare const inTransaction: unique symbol

/** An open transaction. Functions that write ask for it in their type, so they cannot be called outside of one. */
export interface Tx extends Db {
  readonly [inTransaction]: true
  /**
   * Sends a statement whose answer nobody needs, with the next that is waited for or with the commit. When it fails, the
   * transaction does.
   */
  send(statement: Statement): void
  /** The database's clock, read after this transaction took its id: what is judged by time is judged by it. */
  readonly now: Date
}

const texts = new WeakMap<TemplateStringsArray, { name: string; text: string }>()

/**
 * A statement from a template: every `${value}` becomes a parameter, never text. A call site's text never varies, so
 * PostgreSQL parses and plans it once per connection.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Statement {
  let fixed = texts.get(strings)
  if (!fixed) {
    const text = strings.reduce((whole, part, n) => `${whole}$${n}${part}`)
    fixed = { text, name: createHash('sha1').update(text).digest('base64url') }
    texts.set(strings, fixed)
  }
  return { name: fixed.name, text: fixed.text, values }
}

/** The single row of an answer, or nothing. */
export async function first<Row extends QueryResultRow>(
  db: Db,
  statement: Statement
): Promise<Row | undefined> {
  return (await db.query<Row>(statement))[0]
}

/** The single row of an answer that must have one. */
export async function only<Row extends QueryResultRow>(db: Db, statement: Statement): Promise<Row> {
  const row = await first<Row>(db, statement)
  if (!row) throw new Error(`a statement that must answer with a row gave none: ${statement.text}`)
  return row
}
