import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { findCall } from '../../core/call/store.server.ts'
import { Refusal } from '../../core/door/refusal.ts'
import { importCsv as importRows } from '../../core/exchange/import/import-csv.server.ts'
import { readCsv } from '../../core/exchange/import/read-csv.server.ts'
import type { Mapping } from '../../core/exchange/import/read-csv.server.ts'
import { SourceError } from '../../core/exchange/import/source-error.ts'
import { slugOf } from '../../core/organisation/slug.ts'
import { UsageError } from '../command.ts'
import type { Command } from '../command.ts'
import { parseFlags } from '../parse-flags.ts'
import { asOperator } from '../refused.ts'
import { tellingSource } from '../telling-source.ts'

export const importCsv: Command = {
  name: 'import csv',
  usage: 'FILE --call CALL --map FIELD=COLUMN … [--step SLUG] [--source NAME]',
  help: `Import contributions from a CSV table into an open step of a call.

  --map     which column a field is read from: --map title=Idea --map text=Why --map author=Name
            title, text, theme, author, place ("50.45, 30.52"), language, created, state (published or hidden), key
  --step    the step, where the call has several
  --source  a name for where the table is from; the file's name unless said
All rows are checked before the first is imported. The same source and key again is the same contribution: what has not
changed is left alone, what has changed becomes a new version. Without a key column the number of the row is the key.`,
  run: async (args, io) => {
    const options = {
      call: { type: 'string' },
      map: { type: 'string', multiple: true, default: [] as string[] },
      step: { type: 'string' },
      source: { type: 'string' }
    } as const
    const { values, words } = parseFlags(importCsv, args, options, [1, 1])
    const path = words[0]!
    const mapping = readMapping(values.map)
    return tellingSource(io, () =>
      asOperator(async () => {
        const text = await readText(path)
        const app = await io.app()
        const call = await findCall(app.database, values.call ?? '')
        if (!call?.openedAt) throw new Refusal('not-found')
        const step =
          values.step === undefined && call.steps.length === 1
            ? call.steps[0]
            : call.steps.find(one => one.slug === values.step)
        if (!step)
          throw new UsageError(`Say --step with one of: ${call.steps.map(one => one.slug).join(', ')}`)
        const rules = app.methods.get(step.method)!.rules(step.settings)
        const file = basename(path)
        const rows = readCsv(text, file, { mapping, themes: rules.themes, timeZone: call.timeZone })
        const target = { callId: call.callId, step, source: values.source ?? slugOf(file, 60), file, mapping }
        const done = await importRows(
          app,
          { kind: 'operator', name: io.env['USER'] ?? 'operator', personId: null },
          rows,
          target
        )
        await app.sequencer.run()
        io.out(
          `${file} as source "${target.source}": ${done.made} new, ${done.changed} changed, ${done.unchanged} as they were.`
        )
        return 0
      })
    )
  }
}

function readMapping(pairs: readonly string[]): Mapping {
  const entries = pairs.flatMap(pair => pair.split(',')).map(pair => pair.split('=') as [string, string?])
  const wrong = entries.find(([field, column]) => !field || !column)
  if (wrong || entries.length === 0)
    throw new UsageError(
      `--map takes FIELD=COLUMN, such as --map title=Idea\nmozaika import csv ${importCsv.usage}`
    )
  return Object.fromEntries(entries) as Mapping
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR') throw new SourceError({ file: path, code: 'no-such-file' })
    throw error
  }
}
