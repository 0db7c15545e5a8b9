import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedError } from './embedded-error.server.ts'
import { giveTo } from './give-to.server.ts'
import { runToEnd, type Runner } from './runner.server.ts'

/** PostgreSQL names its socket after a port number, even when it listens on no port. */
export const SOCKET_PORT = 5432

/** The address of a unix socket holds 104 bytes on macOS and 108 on Linux; the rest is reserve. */
const LONGEST_SOCKET_PATH = 100

export type SocketFolder = {
  path: string
  /** Makes the folder again if it is gone (temp folders are swept); throws if it is no longer ours. */
  ensure(): void
  remove(): void
}

/**
 * Makes the folder of PostgreSQL's socket, open to the runner alone: `run` in the data folder, or, where that path is
 * too long for a socket, a fresh folder under the system's temp folder whose path is kept in the file `socket-folder`.
 */
export function makeSocketFolder(dataFolder: string, runner: Runner): SocketFolder {
  removeRecorded(dataFolder)
  const run = join(dataFolder, 'run')
  if (fits(run)) {
    rmSync(run, { recursive: true, force: true })
    return folderAt(run, runner, () => {})
  }
  const record = join(dataFolder, 'socket-folder')
  for (const temp of [...new Set([tmpdir(), '/tmp', '/var/tmp'])]) {
    // mkdtemp adds six characters.
    if (!fits(join(temp, 'mozaika-123456')) || !canEnter(runner, temp)) continue
    const fresh = mkdtempSync(join(temp, 'mozaika-'))
    writeFileSync(record, `${fresh}\n`)
    return folderAt(fresh, runner, () => removeRecorded(dataFolder))
  }
  throw new EmbeddedError(
    `No folder is short enough for PostgreSQL's socket: neither ${run} nor the system's temp folder.`,
    'Set MOZAIKA_DATA to a folder with a shorter path, or TMPDIR to a folder that exists.'
  )
}

function folderAt(path: string, runner: Runner, remove: () => void): SocketFolder {
  const ensure = () => {
    if (!existsSync(path)) mkdirSync(path, { mode: 0o700 })
    const found = lstatSync(path)
    const owners = [process.geteuid?.(), runner.kind === 'account' ? runner.uid : undefined]
    if (!found.isDirectory() || !owners.includes(found.uid) || (found.mode & 0o777) !== 0o700) {
      throw new EmbeddedError(
        `The socket's folder ${path} has been changed by somebody else.`,
        'Remove it and start again.'
      )
    }
    giveTo(runner, path)
  }
  ensure()
  return { path, ensure, remove }
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${SOCKET_PORT}`)) <= LONGEST_SOCKET_PATH
}

function canEnter(runner: Runner, folder: string): boolean {
  return existsSync(folder) && runToEnd(runner, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder]).ok
}

/** Removes the recorded folder only while it looks like ours: a record is a file that others could have restored. */
function removeRecorded(dataFolder: string): void {
  const record = join(dataFolder, 'socket-folder')
  if (!existsSync(record)) return
  const path = readFileSync(record, 'utf8').trim()
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (/\/mozaika-[A-Za-z0-9]{6}$/.test(path) && found?.isDirectory() && (found.mode & 0o777) === 0o700) {
    rmSync(path, { recursive: true, force: true })
  }
  rmSync(record, { force: true })
}
