import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import type pg from 'pg'
import { partPath } from './backup-shape.ts'
import type { BackupHead, Report } from './backup-shape.ts'
import { copyIn } from './copy.server.ts'
import type { OpenBackup } from './open-backup.server.ts'
import { damaged, BackupError } from './backup-error.ts'
import { columnsOf, listTables } from './tables.server.ts'
import type { Table } from './tables.server.ts'

/**
 * Fills all tables, those that others refer to first; gives the number of rows. Counts and bytes must be those of the
 * list of contents.
 *
 * @throws BackupError naming the table.
 */
export async function restoreTables(
  client: pg.ClientBase,
  backup: OpenBackup,
  report: Report
): Promise<number> {
  const tables = await listTables(client)
  refuseDifferent(tables, backup.head)
  let rows = 0
  for (const table of tables) rows += await restoreTable(client, table, backup, report)
  return rows
}

/** The migrations are the same, so the tables must be. */
function refuseDifferent(tables: readonly Table[], head: BackupHead): void {
  const known = new Map(head.tables.map(table => [table.name, table]))
  for (const { name, columns } of tables) {
    const saved = known.get(name)
    if (!saved) throw damaged(`it has no table ${name}`)
    const has = new Set(saved.columns.map(column => column.name))
    const lacking = columns.find(column => !has.has(column.name))
    if (lacking || has.size !== columns.length) throw damaged(`table ${name} has other columns`)
    known.delete(name)
  }
  for (const name of known.keys()) throw damaged(`table ${name} is not known`)
}

async function restoreTable(
  client: pg.ClientBase,
  table: Table,
  { zip, head, manifest }: OpenBackup,
  report: Report
): Promise<number> {
  const { name } = table
  const expected = manifest.tables[name]!
  if (expected.parts === 0 && expected.rows === 0) return 0
  const saved = head.tables.find(one => one.name === name)!
  const columns = saved.columns.map(({ name }) => table.columns.find(column => column.name === name)!)
  const hash = createHash('sha256')
  const parts = async function* () {
    let bytes = 0
    for (let part = 1; part <= expected.parts; part++)
      for await (const chunk of zip.stream(partPath(name, part))) {
        bytes += chunk.length
        if (bytes > expected.bytes) throw damaged(`table ${name} is longer than it was`)
        hash.update(chunk)
        report({ what: name, done: Math.floor((expected.rows * bytes) / expected.bytes) })
        yield chunk
      }
  }
  const rows = await copyIn(client, `copy ${columnsOf({ ...table, columns })} from stdin`, parts()).catch(
    (error: unknown) => {
      throw naming(name, error)
    }
  )
  if (rows !== expected.rows) throw damaged(`table ${name} has ${rows} rows instead of ${expected.rows}`)
  checkHash(hash, expected.sha256, name)
  return rows
}

function checkHash(hash: Hash, expected: string, table: string): void {
  if (hash.digest('hex') !== expected)
    throw damaged(`the rows of table ${table} are not those that were saved`)
}

/** Rows that PostgreSQL does not take (SQLSTATE 22: no such value, 23: against a constraint) were not saved as they are. */
function naming(table: string, error: unknown): unknown {
  if (error instanceof BackupError || !(error instanceof Error)) return error
  const code = (error as { code?: string }).code ?? ''
  return /^2[23]/.test(code) ? damaged(`table ${table}: ${error.message}`, { cause: error }) : error
}
