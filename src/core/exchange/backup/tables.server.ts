import type pg from 'pg'

/** A table of ours, with its names quoted by PostgreSQL, ready for a COPY. */
export interface Table {
  /** `public.calls`. */
  readonly name: string
  readonly quotedName: string
  readonly columns: readonly Column[]
}

export interface Column {
  readonly name: string
  readonly quotedName: string
  /** `character varying(40)`. */
  readonly type: string
}

/** `jobs` is made anew by whoever works on it; the record of migrations is made by migrating. */
const tablesSql = `
  select n.nspname || '.' || c.relname as name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as "quotedName",
    c.oid::int8 as oid,
    json_agg(json_build_object('name', a.attname, 'quotedName', quote_ident(a.attname),
      'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and not c.relispartition
    and not (n.nspname = 'public' and c.relname = 'migrations')
  group by n.nspname, c.relname, c.oid order by 1`

const referencesSql = `
  select conrelid::int8 as "from", confrelid::int8 as "to" from pg_constraint where contype = 'f' and conrelid <> confrelid`

/** Every table of ours, those that others refer to first. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { oid: number }>(tablesSql)
  const { rows: references } = await client.query<{ from: number; to: number }>(referencesSql)
  const left = new Map(rows.map(row => [row.oid, row]))
  const sorted: Table[] = []
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ oid }) => !references.some(({ from, to }) => from === oid && left.has(to))
    )
    if (free.length === 0) throw new Error('tables refer to each other in a circle')
    for (const { oid, name, quotedName, columns } of free) {
      left.delete(oid)
      sorted.push({ name, quotedName, columns })
    }
  }
  return sorted
}

/** `public.calls (call_id, …)`, for a COPY. */
export const columnsOf = ({ quotedName, columns }: Table): string =>
  `${quotedName} (${columns.map(column => column.quotedName).join(', ')})`

/** So that a value is written the same by every server, and read as it was written; for this transaction. */
export async function settleFormats(client: pg.ClientBase): Promise<void> {
  await client.query(`set local datestyle = 'ISO'; set local timezone = 'UTC'; set local intervalstyle = 'postgres';
    set local bytea_output = 'hex'; set local extra_float_digits = 3; set local client_encoding = 'UTF8';
    set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`)
}
