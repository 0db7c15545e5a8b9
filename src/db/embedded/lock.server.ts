import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EmbeddedError } from './embedded-error.server.ts'
import { giveToFolderOwner } from './give-to.server.ts'

/** Releasing twice does nothing more. */
export type Lock = { release(): void }

/**
 * Takes the data folder for this process alone, or throws `EmbeddedError` naming the process that has it.
 *
 * The lock is the kernel's: SQLite holds an exclusive record lock on the empty file `lock`, and the kernel drops it
 * however the process ends. So there is no stale lock to judge, and two starts at once cannot both win. Node has no
 * such call of its own. NOTE: a record lock is lost when its process opens and closes the file by another way, so
 * nothing in this process may read `lock`; the holder's pid is therefore in a file beside it.
 */
export function takeLock(dataFolder: string): Lock {
  const path = join(dataFolder, 'lock')
  let file: DatabaseSync | undefined
  try {
    file = new DatabaseSync(path, { timeout: 0 })
    // SQLite would take a file that it may not write as well, but without the lock.
    accessSync(path, constants.W_OK)
    file.exec('PRAGMA journal_mode = memory')
    file.exec('BEGIN EXCLUSIVE')
    writeFileSync(join(dataFolder, 'lock-holder'), `${process.pid}\n`)
  } catch (error) {
    file?.close()
    throw isLocked(error) ? inUse(dataFolder) : cannotLock(dataFolder, error)
  }
  for (const name of ['lock', 'lock-holder']) giveToFolderOwner(join(dataFolder, name))
  const locked = file
  return { release: () => void (locked.isOpen && locked.close()) }
}

function isLocked(error: unknown): boolean {
  const SQLITE_BUSY = 5
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

function inUse(dataFolder: string): EmbeddedError {
  return new EmbeddedError(
    `The data folder ${dataFolder} is in use by another Mozaika process${holderOf(dataFolder)}.`,
    'Stop that process first, or set MOZAIKA_DATA to another folder (and PORT to another port).'
  )
}

function holderOf(dataFolder: string): string {
  try {
    return ` (pid ${readFileSync(join(dataFolder, 'lock-holder'), 'utf8').trim()})`
  } catch {
    return ''
  }
}

function cannotLock(dataFolder: string, cause: unknown): EmbeddedError {
  return new EmbeddedError(
    `The data folder ${dataFolder} cannot be locked: ${(cause as Error).message}.`,
    'Give this account the right to write there, or set MOZAIKA_DATA to a folder on a local disk.',
    cause
  )
}
