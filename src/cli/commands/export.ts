import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createExports } from '../../core/exchange/export/exports.server.ts'
import type { Who } from '../../core/door/who.ts'
import { UsageError } from '../command.ts'
import type { Command } from '../command.ts'

export const exportCommand: Command = {
  name: 'export',
  usage: 'CALL [FILE] [--force]',
  help: `Everything public of a call in one zip: records, files, rules, results and the ledger that proves them.

CALL is the address or the id of a call. FILE is made here, named by the call and the day unless said.
  --force  write over a file that is there
Check it with: mozaika verify FILE. What is in it: docs/export-format.md`,
  run: async (args, io) => {
    const { call, file, isForced } = readArgs(args)
    const app = await io.app()
    const who: Who = { kind: 'operator', name: 'export', personId: null }
    const exports = await createExports(app)
    try {
      const { name, size, stream } = await exports.open(who, call)
      const path = file ?? name
      // A file that is there may be somebody's only copy of an earlier state.
      const out = createWriteStream(path, { flags: isForced ? 'w' : 'wx' })
      await pipeline(Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]), out)
      io.out(`${path} (${size} bytes)`)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      io.err(`${(error as NodeJS.ErrnoException).path} is there already. Name another file, or add --force.`)
      return 1
    } finally {
      await exports.close()
    }
    return 0
  }
}

function readArgs(args: readonly string[]): { call: string; file: string | undefined; isForced: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { force: { type: 'boolean', default: false } }
    })
    const [call, file, ...rest] = positionals
    if (call === undefined || rest.length > 0) throw new Error('It takes a call, and perhaps a file.')
    return { call, file, isForced: values.force }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nmozaika export ${exportCommand.usage}`)
  }
}
