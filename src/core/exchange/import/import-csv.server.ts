import type { Step } from '../../call/rules.ts'
import { findArea } from '../../call/store.server.ts'
import { problemsOf } from '../../door/problems.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Who } from '../../door/who.ts'
import type { Area } from '../../place/area.ts'
import { importContributions, parseItems } from './contributions-act.ts'
import type { ImportParts } from './import-conversation.server.ts'
import type { CsvRow, Mapping } from './read-csv.server.ts'
import { SourceError } from './source-error.ts'
import type { SourceProblem } from './source-error.ts'

export interface CsvImport {
  readonly made: number
  readonly changed: number
  readonly unchanged: number
}

interface Target {
  readonly callId: string
  readonly step: Step
  /** Names the import: the same name and keys again change what is there instead of adding to it. */
  readonly source: string
  readonly file: string
  readonly mapping: Mapping
}

const rowsAtOnce = 500

/**
 * Imports rows of a table, five hundred in one transaction. All rows are checked first, so that a wrong one leaves nothing
 * half-done.
 *
 * @throws SourceError with the rows and columns that are wrong; Refusal where the import is not allowed.
 */
export async function importCsv(
  parts: ImportParts,
  who: Who,
  rows: readonly CsvRow[],
  target: Target
): Promise<CsvImport> {
  const { callId, step, source } = target
  const batches = Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, n) =>
    rows.slice(n * rowsAtOnce, (n + 1) * rowsAtOnce)
  )
  refuseTwins(rows, target)
  const area = await findArea(parts.database, callId)
  for (const batch of batches) await named(batch, target, () => check(parts, step, area, batch))
  const sum = { made: 0, changed: 0, unchanged: 0 }
  for (const batch of batches) {
    const input = { callId, stepId: step.stepId, source, items: batch.map(({ item }) => item) }
    const { result } = await named(batch, target, () =>
      parts.door.perform(importContributions, who, input, { channel: 'import' })
    )
    for (const key of ['made', 'changed', 'unchanged'] as const) sum[key] += result[key]
  }
  return sum
}

/** The act sees twins of its own batch alone. */
function refuseTwins(rows: readonly CsvRow[], { file, mapping }: Target): void {
  const seen = new Map<string, number>()
  const twins = rows.flatMap(({ row, item }): SourceProblem[] => {
    const first = seen.get(item.key)
    if (first === undefined) seen.set(item.key, row)
    return first === undefined
      ? []
      : [{ file, row, field: mapping['key'] ?? 'key', code: 'taken', limits: { row: first } }]
  })
  if (twins.length > 0) throw new SourceError(...twins.slice(0, 100))
}

function check({ door }: ImportParts, step: Step, area: Area | null, batch: readonly CsvRow[]): void {
  const parsed = importContributions.input.shape.items.safeParse(
    batch.map(({ item }) => item),
    { reportInput: true }
  )
  if (!parsed.success) throw new Refusal('invalid', { problems: problemsOf(parsed.error, 'items') })
  parseItems(door.methods, step, area, parsed.data)
}

/** Problems of items as problems of rows and columns. */
async function named<T>(
  batch: readonly CsvRow[],
  { file, mapping }: Target,
  work: () => T | Promise<T>
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error
    throw new SourceError(
      ...error.problems.map(({ path, code, limits }): SourceProblem => {
        const [, n, ...rest] = path.split('.')
        const field = rest.filter(part => part !== 'body')[0] ?? ''
        return {
          file,
          row: batch[Number(n)]?.row ?? 0,
          field: mapping[field] ?? field,
          code,
          ...(limits ? { limits } : {})
        }
      })
    )
  }
}
