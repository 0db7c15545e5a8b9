import { createHash } from 'node:crypto'
import type { Db } from '../../../db/sql.server.ts'
import type { StoredType } from '../../file/rules.ts'
import type { FileStorage } from '../../file/storage.server.ts'
import { filePath } from './backup-shape.ts'
import type { Report } from './backup-shape.ts'
import type { OpenBackup } from './open-backup.server.ts'
import { damaged } from './backup-error.ts'
import { listStoredKeys } from './stored-keys.server.ts'

/**
 * Puts back the files that rows speak of, no others; every key that was stored is in `put` before its bytes are.
 *
 * @throws BackupError naming the file.
 */
export async function restoreFiles(
  db: Db,
  storage: FileStorage,
  { zip, manifest }: OpenBackup,
  put: string[],
  report: Report
): Promise<void> {
  const left = new Map(manifest.files.map(file => [file.key, file]))
  const missing = new Set(manifest.missingFiles)
  for await (const { key, type } of listStoredKeys(db)) {
    if (missing.has(key)) continue
    const saved = left.get(key)
    if (!saved) throw damaged(`file ${key} is not in it`)
    left.delete(key)
    await restoreFile(storage, zip, { ...saved, type }, put)
    report({ what: 'files', done: put.length })
  }
  for (const key of left.keys()) throw damaged(`file ${key} belongs to nothing`)
}

async function restoreFile(
  storage: FileStorage,
  zip: OpenBackup['zip'],
  { key, type, size, sha256 }: { key: string; type: StoredType; size: number; sha256: string },
  put: string[]
): Promise<void> {
  // Before it is unpacked: a file is read whole into memory.
  if (zip.sizes.get(filePath(key)) !== size) throw damaged(`file ${key} was changed`)
  const bytes = await zip.bytes(filePath(key))
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw damaged(`file ${key} was changed`)
  put.push(key)
  await storage.put(key, bytes, type)
}
