import { z } from 'zod'

/**
 * A backup is a zip: `backup.json` first, the rows of each table as PostgreSQL's COPY writes them (text format, the same
 * in all versions), in parts under `tables/<schema>.<table>/`, stored files under `files/`, and last `manifest.json`,
 * which says what must be there.
 */

export const BACKUP_FORMAT = 1
export const headPath = 'backup.json'
export const manifestPath = 'manifest.json'
export const filePath = (key: string): string => `files/${key}`
export const partPath = (table: string, part: number): string =>
  `tables/${table}/${String(part).padStart(5, '0')}.copy`

export const headShape = z.object({
  format: z.literal(BACKUP_FORMAT),
  /** The version of Mozaika that wrote it. */
  mozaika: z.string(),
  madeAt: z.iso.datetime(),
  /** Which migrations the rows were written under, in the order they were applied. */
  migrations: z.array(z.object({ folder: z.string(), file: z.string() })),
  /** Columns and their types, as PostgreSQL names them, in the order of the rows. */
  tables: z.array(
    z.object({ name: z.string(), columns: z.array(z.object({ name: z.string(), type: z.string() })) })
  )
})
export type BackupHead = z.infer<typeof headShape>

const countShape = z.int().nonnegative()

export const manifestShape = z.object({
  tables: z.record(
    z.string(),
    z.object({ rows: countShape, bytes: countShape, parts: countShape, sha256: z.string() })
  ),
  files: z.array(z.object({ key: z.string(), type: z.string(), size: countShape, sha256: z.string() })),
  /** Files that rows speak of and the store did not have. */
  missingFiles: z.array(z.string()),
  /** What the ledger was found to be while it was read. */
  ledger: z.object({ logs: countShape, lines: countShape, problems: z.array(z.string()) })
})
export type BackupManifest = z.infer<typeof manifestShape>

/** How far a backup or a restore has come. */
export interface Progress {
  /** A table by its name, the stored files, or the lines of the ledger that are checked. */
  readonly what: string
  readonly done: number
}
export type Report = (progress: Progress) => void
