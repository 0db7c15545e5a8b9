import { z } from 'zod'

/**
 * A backup is a zip: `backup.json` first, the rows of each table as PostgreSQL's COPY writes them (text format), in parts
 * under `tables/<schema>.<table>/`, stored files under `files/`, and last `manifest.json`, which says what must be there.
 */

export const BACKUP_FORMAT = 1
export const headPath = 'backup.json'
export const manifestPath = 'manifest.json'
export const filePath = (key: string): string => `files/${key}`
export const partPath = (table: string, part: number): string =>
  `tables/${table}/${String(part).padStart(5, '0')}.copy`

export const headShape = z.object({
  format: z.literal(BACKUP_FORMAT),
  madeAt: z.iso.datetime(),
  /** Which migrations the rows were written under, in the order they were applied. */
  migrations: z.array(z.object({ folder: z.string(), file: z.string() })),
  /** In the order in which they can be filled. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) }))
})
export type BackupHead = z.infer<typeof headShape>

export const manifestShape = z.object({
  tables: z.record(
    z.string(),
    z.object({ rows: z.int(), bytes: z.int(), parts: z.int(), sha256: z.string() })
  ),
  files: z.array(z.object({ key: z.string(), type: z.string(), size: z.int(), sha256: z.string() })),
  /** Files that rows speak of and the store did not have. */
  missingFiles: z.array(z.string())
})
export type BackupManifest = z.infer<typeof manifestShape>
