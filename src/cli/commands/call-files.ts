import { readFile, writeFile } from 'node:fs/promises'
import { refusalSentence, problemSentence } from '../../api/sentences.ts'
import { callFileOf, writeCallFile } from '../../core/exchange/call-file/write-call-file.ts'
import { diffCallFiles } from '../../core/exchange/call-file/diff-call-files.ts'
import type { Difference } from '../../core/exchange/call-file/diff-call-files.ts'
import { missingToOpen } from '../../core/exchange/call-file/missing-to-open.ts'
import { CallFileError, readCallFile } from '../../core/exchange/call-file/read-call-file.ts'
import type { CallFile } from '../../core/exchange/call-file/read-call-file.ts'
import { methods } from '../../methods/index.ts'
import type { Command, Io } from '../command.ts'
import { UsageError } from '../command.ts'
import { sayFileProblem } from '../file-words.ts'
import { Refused } from '../operator-door.ts'
import { parseFlags } from '../parse-flags.ts'

export const callCheck: Command = {
  name: 'call check',
  usage: 'FILE',
  help: `Check a call file: everything wrong with it, each with its line and column.

Needs no database. Says too what the call would still lack before it can open; the exit code is 1 only for what is wrong.`,
  run: async (args, io) => {
    const [file] = parseFlags(callCheck, args, {}, [1, 1]).words as [string]
    const now = nextHour()
    const call = await readOrTell(file, io, now)
    if (!call) return 1
    io.out(`${file}: nothing is wrong with it.`)
    const missing = missingToOpen(call, { methods, now })
    if (missing.length > 0) io.out('Before it can open:')
    for (const problem of missing) io.out(`  ${problemSentence(problem)}`)
    return 0
  }
}

export const callDiff: Command = {
  name: 'call diff',
  usage: 'FILE [CALL]',
  help: `Show what would change in a call if it became what the file says.

CALL is an address or an id; without it the call with the file's address. The exit code is 1 when they differ.`,
  run: async (args, io) => {
    const [file, name] = parseFlags(callDiff, args, {}, [1, 2]).words as [string, string?]
    const call = await readOrTell(file, io, nextHour())
    if (!call) return 1
    const known = await findCall(name ?? call.slug, io)
    if (!known) {
      io.out(`There is no call ${name ?? call.slug}: all of the file is new.`)
      return 1
    }
    const differences = diffCallFiles(callFileOf(known), call)
    for (const one of differences) io.out(sayDifference(one))
    if (differences.length === 0) io.out('They say the same.')
    return differences.length === 0 ? 0 : 1
  }
}

export const callImport: Command = {
  name: 'call import',
  usage: 'FILE [--organisation SLUG] [--reason TEXT]',
  help: `Make a call from a file, or bring a call to what the file says.

The call is the one with the file's address: made as a draft when there is none, edited while it is a draft.
  --organisation  whose call it becomes; can be left out where there is one organisation
  --reason        why the rules change, for everybody to read: needed once the call is open`,
  run: async (args, io) => {
    const options = { organisation: { type: 'string' }, reason: { type: 'string' } } as const
    const { values, words } = parseFlags(callImport, args, options, [1, 1])
    const call = await readOrTell(words[0]!, io, nextHour())
    if (!call) return 1
    const known = await findCall(call.slug, io)
    io.out(known ? await bringTo(call, known, values.reason, io) : await make(call, values.organisation, io))
    return 0
  }
}

export const callExport: Command = {
  name: 'call export',
  usage: 'CALL [FILE] [--force]',
  help: `Write a call as a file that can be changed, checked and imported again.

Without FILE it goes to standard output. What people handed in: mozaika export CALL
  --force  write over a file that is there`,
  run: async (args, io) => {
    const { values, words } = parseFlags(
      callExport,
      args,
      { force: { type: 'boolean', default: false } },
      [1, 2]
    )
    const [name, file] = words as [string, string?]
    const known = await findCall(name, io)
    if (!known) {
      io.err(`There is no call ${name}.`)
      return 1
    }
    const text = writeCallFile(callFileOf(known), io.config().origin)
    if (file === undefined) io.out(text.trimEnd())
    else await writeFile(file, text, { flag: values.force ? 'w' : 'wx' }).catch(explainExisting(file))
    return 0
  }
}

/** What a file counts from now is counted from a full hour: steps close at one. */
const nextHour = (): Date => new Date(Math.ceil(Date.now() / hourMs) * hourMs)
const hourMs = 3_600_000

async function readOrTell(file: string, io: Io, now: Date): Promise<CallFile | undefined> {
  try {
    return readCallFile(file === '-' ? await io.readIn() : await readFile(file, 'utf8'), { methods, now })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR') throw new UsageError(`${file} is no file.`)
    if (!(error instanceof CallFileError)) throw error
    for (const problem of error.problems) io.err(sayFileProblem(file, problem))
    return undefined
  }
}

type KnownCall = Parameters<typeof callFileOf>[0] & {
  readonly callId: string
  readonly revision: number
  readonly state: string
}

async function findCall(name: string, io: Io): Promise<KnownCall | undefined> {
  try {
    return (await (await io.door()).pass('call.find', { call: name })) as KnownCall
  } catch (error) {
    if (error instanceof Refused && error.problem.code === 'not-found') return undefined
    throw error
  }
}

async function make({ slug, fields }: CallFile, organisation: string | undefined, io: Io): Promise<string> {
  const door = await io.door()
  const { items } = (await door.pass('organisation.list', { limit: 50 })) as {
    items: { organisationId: string; slug: string }[]
  }
  const found =
    organisation === undefined && items.length === 1 ? items[0] : items.find(one => one.slug === organisation)
  if (!found)
    throw new UsageError(
      `Whose call is it? Say --organisation with one of: ${items.map(one => one.slug).join(', ') || '(there is none yet)'}`
    )
  await door.pass('call.draft', { organisationId: found.organisationId, slug, fields })
  return `${slug}: made as a draft of ${found.slug}.`
}

async function bringTo(
  { slug, fields }: CallFile,
  known: KnownCall,
  reason: string | undefined,
  io: Io
): Promise<string> {
  const differences = diffCallFiles(callFileOf(known), { slug, fields })
  if (differences.length === 0) return `${slug}: it says the same already.`
  const { callId, revision, state } = known
  const door = await io.door()
  if (state === 'draft') {
    await door.pass('call.edit', { callId, revision, fields })
    return `${slug}: the draft has changed in ${places(differences)}.`
  }
  if (reason === undefined)
    throw new UsageError(`${refusalSentence('frozen')} Say why with --reason: it is shown to everybody.`)
  await door.pass('call.change', { callId, revision, reason, fields })
  return `${slug}: the rules have changed in ${places(differences)}, in public.`
}

const places = ({ length }: readonly unknown[]): string => (length === 1 ? 'one place' : `${length} places`)

function sayDifference({ path, from, to }: Difference): string {
  const lines = (sign: string, value: unknown) =>
    value === undefined
      ? []
      : (typeof value === 'string' ? value : JSON.stringify(value)).split('\n').map(line => `${sign} ${line}`)
  return [path, ...lines('-', from), ...lines('+', to)].join('\n')
}

const explainExisting = (file: string) => (error: NodeJS.ErrnoException) => {
  throw error.code === 'EEXIST'
    ? new UsageError(`${file} is there already. Name another file, or add --force.`)
    : error
}
