import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { openZip } from '../zip/read-zip.server.ts'
import type { ZipFile } from '../zip/read-zip.server.ts'
import {
  BACKUP_FORMAT,
  filePath,
  headPath,
  headShape,
  manifestPath,
  manifestShape,
  partPath
} from './backup-shape.ts'
import type { BackupHead, BackupManifest } from './backup-shape.ts'
import { damaged, BackupError } from './backup-error.ts'

/** A backup whose parts are all there and no others; what they hold is checked when they are read. Close its zip. */
export interface OpenBackup {
  readonly zip: ZipFile
  readonly head: BackupHead
  readonly manifest: BackupManifest
}

const mib = 2 ** 20

/**
 * Opens a backup. What unpacks to far more than rows and pictures ever do is refused by its directory already.
 *
 * @throws BackupError when it is no backup that this program can read; ZipError when the file is damaged.
 */
export async function openBackup(path: string): Promise<OpenBackup> {
  const { size } = await stat(path)
  const zip = await openZip(path, {
    entries: 20_000_000,
    entryBytes: 4_096 * mib,
    totalBytes: 64 * mib + 100 * size
  })
  try {
    const head = readHead(await readJson(zip, headPath, 16 * mib))
    const { success, data: manifest } = manifestShape.safeParse(await readJson(zip, manifestPath, 256 * mib))
    if (!success) throw damaged(`${manifestPath} has another form`)
    refuseOthers(zip, head, manifest)
    return { zip, head, manifest }
  } catch (error) {
    await zip.close()
    throw error
  }
}

async function readJson(zip: ZipFile, name: string, mostBytes: number): Promise<unknown> {
  const size = zip.sizes.get(name)
  if (size === undefined || size > mostBytes) throw notOurs()
  const bytes = await zip.bytes(name)
  try {
    return JSON.parse(String(bytes)) as unknown
  } catch {
    throw notOurs()
  }
}

const notOurs = () =>
  new BackupError('this is no backup of Mozaika', 'Give the file that `mozaika backup` wrote.')

function readHead(value: unknown): BackupHead {
  const head = headShape.safeParse(value)
  if (head.success) return head.data
  const later = z.object({ format: z.int().gt(BACKUP_FORMAT), mozaika: z.string() }).safeParse(value)
  if (!later.success) throw notOurs()
  throw new BackupError(
    `the backup was made by a newer version of Mozaika (${later.data.mozaika}), in a format of its own`,
    'Install that version, and restore with it.'
  )
}

function refuseOthers(zip: ZipFile, head: BackupHead, manifest: BackupManifest): void {
  const expected = new Set([headPath, manifestPath])
  for (const { name } of head.tables) {
    const parts = manifest.tables[name]?.parts
    if (parts === undefined) throw damaged(`table ${name} is not in its list of contents`)
    if (parts > zip.sizes.size) throw damaged(`table ${name} is not whole`)
    for (let part = 1; part <= parts; part++) expected.add(partPath(name, part))
  }
  for (const { key } of manifest.files) expected.add(filePath(key))
  for (const name of expected) if (!zip.sizes.has(name)) throw damaged(`${name} is not in it`)
  for (const name of zip.sizes.keys()) if (!expected.has(name)) throw damaged(`${name} does not belong in it`)
}
