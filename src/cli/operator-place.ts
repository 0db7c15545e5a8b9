import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** How commands find the server that runs on a data folder. Kept in it, readable by its owner alone. */
export interface OperatorPlace {
  /** Path of the unix socket. */
  readonly socket: string
  /** What a command must show: whoever can read it owns the data folder anyway. */
  readonly secret: string
  readonly pid: number
  /** Address of the embedded PostgreSQL that this server runs; null where `DATABASE_URL` says it. */
  readonly databaseUrl: string | null
}

/** The address of a unix socket holds 104 bytes on macOS and 108 on Linux; the rest is reserve. */
const longestPath = 100

const recordIn = (dataFolder: string): string => join(dataFolder, 'operator.json')

/** A free path for the socket: in the data folder, or where that is too long in a folder of its own elsewhere. */
export function makeSocketPath(dataFolder: string): { path: string; remove(): void } {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const path = join(dataFolder, 'operator.sock')
  if (Buffer.byteLength(path) <= longestPath) {
    rmSync(path, { force: true })
    return { path, remove: () => rmSync(path, { force: true }) }
  }
  const folder = mkdtempSync(join(tmpdir(), 'mozaika-'))
  chmodSync(folder, 0o700)
  return {
    path: join(folder, 'operator.sock'),
    remove: () => rmSync(folder, { recursive: true, force: true })
  }
}

export function writePlace(dataFolder: string, place: OperatorPlace): void {
  const record = recordIn(dataFolder)
  // Renamed into place, so that nobody reads half of it.
  const fresh = `${record}.${process.pid}`
  writeFileSync(fresh, JSON.stringify(place), { mode: 0o600 })
  renameSync(fresh, record)
}

/** The record of a server, which may have ended since without taking it away. */
export function findPlace(dataFolder: string): OperatorPlace | undefined {
  try {
    const place = JSON.parse(readFileSync(recordIn(dataFolder), 'utf8')) as OperatorPlace
    return typeof place.socket === 'string' && typeof place.secret === 'string' ? place : undefined
  } catch {
    return undefined
  }
}

/** Takes the record away unless another server has written its own since. */
export function removePlace(dataFolder: string, place: OperatorPlace): void {
  if (findPlace(dataFolder)?.secret === place.secret) rmSync(recordIn(dataFolder), { force: true })
}

/** A socket left by a server that ended hard, in a folder of its own under the temp folder. */
export function removeLeftover(place: OperatorPlace, dataFolder: string): void {
  const folder = dirname(place.socket)
  if (folder !== dataFolder && /\/mozaika-[A-Za-z0-9]{6}$/.test(folder))
    rmSync(folder, { recursive: true, force: true })
}
