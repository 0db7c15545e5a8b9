import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { readExportZip } from '../../core/exchange/read-export-zip.server.ts'
import { recountWith } from '../../core/exchange/recount/recount-export.ts'
import { ZipError } from '../../core/exchange/zip/read-zip.server.ts'
import { verifyExport } from '../../core/ledger/verify/verify-export.ts'
import type { Facts, Verification } from '../../core/ledger/verify/verify-export.ts'
import { methods } from '../../methods/index.ts'
import type { Command, Io } from '../command.ts'
import { parseFlags } from '../parse-flags.ts'
import { sayFinding, sayUnknown } from '../verify-words.ts'

export const verify: Command = {
  name: 'verify',
  usage: 'FILE [--key KEY] [--since CHECKPOINT|RECEIPT] [--json]',
  help: `Check an export without anybody's help: its ledger, its records and its results, counted again.

Needs no database and no network. What is given from elsewhere makes the proof stronger; each can be a file or the text.
  --key    the key of the log, from the organisation's own pages or a newspaper, not from this export
  --since  a checkpoint or a receipt that somebody kept from earlier
  --json   findings, what cannot be known, and facts as JSON
The exit code is 0 when nothing is wrong, and 1 when something is. What each code means: docs/export-format.md`,
  run: async (args, io) => {
    const { file, key, since, isJson } = await readArgs(args)
    let files: Map<string, Uint8Array>
    try {
      files = await readExportZip(file)
    } catch (error) {
      const problem = problemOf(error)
      if (problem === undefined) throw error
      io.err(`${file}: ${problem}`)
      return 1
    }
    const verification = verifyExport(files, { key, since, recount: recountWith(methods) })
    if (isJson) io.out(JSON.stringify(verification, null, 2))
    else report(verification, io)
    return verification.ok ? 0 : 1
  }
}

function problemOf(error: unknown): string | undefined {
  if (error instanceof ZipError) return error.message
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file'
  return code === 'EISDIR' ? 'this is a folder, not a zip' : undefined
}

async function readArgs(args: readonly string[]) {
  const options = {
    key: { type: 'string' },
    since: { type: 'string' },
    json: { type: 'boolean', default: false }
  } as const
  const { values, words } = parseFlags(verify, args, options, [1, 1])
  const key = await textOrFile(values.key)
  return { file: words[0]!, key: key?.trim(), since: await textOrFile(values.since), isJson: values.json }
}

const textOrFile = async (given: string | undefined): Promise<string | undefined> =>
  given !== undefined && given.length < 4_096 && existsSync(given) ? readFile(given, 'utf8') : given

function report({ ok, findings, unknown, facts }: Verification, io: Io): void {
  for (const line of sayFacts(facts)) io.out(line)
  io.out('')
  if (ok)
    io.out(
      '✓ Nothing is wrong: the log is whole, every record is what was recorded, every result is what a recount gives.'
    )
  else io.out(`✗ ${findings.length === 1 ? 'Something is' : 'Things are'} wrong:`)
  for (const finding of findings) io.out(`  ✗ ${sayFinding(finding)}`)
  io.out('\nWhat cannot be known from this:')
  for (const one of unknown) io.out(`  ? ${sayUnknown(one)}`)
}

function sayFacts({
  call,
  origin,
  exportedAt,
  size,
  erased,
  sealed,
  hidden,
  contributions,
  responses,
  results
}: Facts): string[] {
  const unopened = Object.entries({ erased, sealed, hidden }).filter(([, count]) => count > 0)
  return [
    `call           ${call}`,
    `log            ${origin}`,
    `exported       ${exportedAt}`,
    `lines          ${size}${unopened.map(([what, count]) => `, ${what}: ${count}`).join('')}`,
    `contributions  ${contributions}`,
    `responses      ${responses}`,
    `results        ${results}${results > 0 ? ', counted again' : ''}`
  ]
}
