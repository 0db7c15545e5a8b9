type Client = { query(sql: string): Promise<{ rows: Record<string, unknown>[] }> }

export type TextCheck = { ok: true } | { ok: false; problem: string; hint: string }

const OLDEST_VERSION = 150_000

/**
 * Checks that a PostgreSQL can hold and search text of every language: version 15 or later, encoding UTF8, the
 * extension pg_trgm (made if it is missing), and trigrams for Cyrillic letters. Run at every start and by `doctor`.
 */
export async function checkText(client: Client): Promise<TextCheck> {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as name,
            current_setting('server_encoding') as encoding,
            (select datctype from pg_database where datname = current_database()) as character_type`
  )
  const { version, name, encoding, character_type } = rows[0] as Record<string, unknown>
  if (Number(version) < OLDEST_VERSION) {
    return no(`PostgreSQL ${name} is too old.`, 'Use PostgreSQL 15 or later.')
  }
  if (encoding !== 'UTF8') {
    return no(`The database is encoded in ${encoding}.`, CREATE_HINT)
  }
  const missing = await ensureTrigrams(client)
  if (missing) return missing
  const trigrams = await client.query(`select show_trgm('Вулиця') as found`)
  if ((trigrams.rows[0]?.found as unknown[]).length === 0) {
    return no(`With LC_CTYPE ${character_type}, PostgreSQL finds no letters in Cyrillic text.`, CREATE_HINT)
  }
  return { ok: true }
}

const CREATE_HINT =
  "Make the database anew: create database mozaika template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8' " +
  "(or 'en_US.UTF-8', whichever the server has)."

async function ensureTrigrams(client: Client): Promise<TextCheck | undefined> {
  try {
    await client.query('create extension if not exists pg_trgm')
    return undefined
  } catch (error) {
    return no(
      `The extension pg_trgm cannot be made: ${(error as Error).message}.`,
      "Install PostgreSQL's contrib modules, and as the database's owner run: create extension pg_trgm"
    )
  }
}

function no(problem: string, hint: string): TextCheck {
  return { ok: false, problem, hint }
}
