import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UsageError } from '../command.ts'
import type { Command } from '../command.ts'
import { parseFlags } from '../parse-flags.ts'
import { asOperator } from '../refused.ts'

export const exportCommand: Command = {
  name: 'export',
  usage: 'CALL [FILE] [--force]',
  help: `Everything public of a call in one zip: records, files, rules, results and the ledger that proves them.

CALL is the address or the id of a call. FILE is made here, named by the call and the day unless said.
  --force  write over a file that is there
Check it with: mozaika verify FILE. What is in it: docs/export-format.md`,
  run: async (args, io) => {
    const { values, words } = parseFlags(
      exportCommand,
      args,
      { force: { type: 'boolean', default: false } },
      [1, 2]
    )
    const [call, file] = words as [string, string?]
    const app = await io.app()
    const opened = await asOperator(() =>
      app.exports.open({ kind: 'operator', name: 'export', personId: null }, call)
    )
    const path = file ?? opened.name
    // A file that is there may be somebody's only copy of an earlier state.
    const out = createWriteStream(path, { flags: values.force ? 'w' : 'wx' })
    try {
      await pipeline(Readable.fromWeb(opened.stream as Parameters<typeof Readable.fromWeb>[0]), out)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new UsageError(`${path} is there already. Name another file, or add --force.`)
    }
    io.out(`${path} (${opened.size} bytes)`)
  }
}
