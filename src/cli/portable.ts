import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import type { Progress, Report } from '../core/exchange/backup/backup-shape.ts'
import { BackupError } from '../core/exchange/backup/backup-error.ts'
import { ZipError } from '../core/exchange/zip/read-zip.server.ts'
import { folderStorage } from '../core/file/folder-storage.server.ts'
import { s3Storage } from '../core/file/s3-storage.server.ts'
import type { FileStorage } from '../core/file/storage.server.ts'
import { UsageError } from './command.ts'
import type { Io } from './command.ts'

/** What `backup` and `restore` share. */

/** Where the files of this installation are, without an application around them. */
export const storageOf = ({ s3, dataFolder }: Config): FileStorage =>
  s3 ? s3Storage(s3) : folderStorage(join(dataFolder, 'files'))

export const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string })
    .version

/** @throws UsageError unless there is one file, and `--force` only where it is taken. */
export function readFileArgs(
  args: readonly string[],
  command: { readonly name: string; readonly usage: string }
): { file: string; isForced: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: command.usage.includes('--force') ? { force: { type: 'boolean', default: false } } : {}
    })
    const [file, ...rest] = positionals
    if (file === undefined || rest.length > 0) throw new Error('It takes one file.')
    return { file, isForced: values.force === true }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nmozaika ${command.name} ${command.usage}`)
  }
}

const betweenLinesMs = 2_000

/** Says how far the work is, on long work alone. */
export function progressOn(say: (line: string) => void): Report {
  let saidAt = Date.now()
  return ({ what, done }: Progress) => {
    if (Date.now() - saidAt < betweenLinesMs) return
    saidAt = Date.now()
    say(`  ${what}: ${count(done)}`)
  }
}

export const count = (number: number): string => number.toLocaleString('en')

const causes: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'this is a folder',
  EACCES: 'this account may not',
  ENOSPC: 'the disk is full'
}

/** Says what the operator can mend, and gives the exit code. @throws the error when it is nothing of that. */
export function explainProblem(error: unknown, file: string, io: Io): number {
  if (error instanceof BackupError) io.err(`${sentence(error.message)}\n${error.hint}`)
  else if (error instanceof ZipError) io.err(`${file}: ${error.message}.`)
  else io.err(ofDisk(error as NodeJS.ErrnoException, file))
  return 1
}

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`

/** A database that cannot be reached has such codes too, and is no file. */
function ofDisk(error: NodeJS.ErrnoException, file: string): string {
  const cause = causes[error.code ?? '']
  if (cause === undefined || error.syscall === 'connect') throw error
  // While it is written, it has a longer name.
  const path = error.path?.startsWith(file) ? file : (error.path ?? file)
  return `${path}: ${cause}.`
}
