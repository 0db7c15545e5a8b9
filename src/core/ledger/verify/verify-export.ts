import type { Finding, Unknown } from './findings.ts'
import { Findings } from './findings.ts'
import { checkCompanions, checkFiles } from './check-files.ts'
import { checkOrigin } from './check-origin.ts'
import { checkRecords } from './check-records.ts'
import { checkResults, stepsOfRules } from './check-results.ts'
import type { Recount } from './check-results.ts'
import { checkSince } from './check-since.ts'
import { paths } from './export-shape.ts'
import type { RulesVersion } from './export-shape.ts'
import { openLines } from './opened-lines.ts'
import type { OpenedLine } from './opened-lines.ts'
import { placeLines } from './place-lines.ts'
import { readExport } from './read-export.ts'
import type { Export, ExportFiles } from './read-export.ts'
import { readTree } from './read-tree.ts'
import { Subjects } from './subjects.ts'

export interface VerifyOptions {
  /** The vkey of the log's owner, from anywhere but this export. */
  readonly key?: string | undefined
  /** A checkpoint or a receipt kept from earlier, as text. */
  readonly since?: string | undefined
  readonly recount: Recount
}

export interface Verification {
  /** Nothing is wrong as far as can be known; read `unknown` before believing it. */
  readonly ok: boolean
  readonly findings: readonly Finding[]
  readonly unknown: readonly Unknown[]
  readonly facts: Facts
}

/** What was looked at. */
export interface Facts {
  readonly call: string
  readonly origin: string
  readonly exportedAt: string
  /** Leaves under the checkpoint. */
  readonly size: number
  readonly lines: number
  readonly hidden: number
  readonly sealed: number
  /** Lines whose personal part was erased; what they count is still checked. */
  readonly erased: number
  readonly contributions: number
  readonly responses: number
  readonly results: number
}

/**
 * Checks an export against itself, its signature and, where given, what was kept from earlier, and recounts its results.
 * It never throws on what an export holds. `docs/export-format.md` describes the files and every code.
 *
 * @param files the files of the export by path, unzipped.
 */
export function verifyExport(files: ExportFiles, { key, since, recount }: VerifyOptions): Verification {
  const findings = new Findings()
  const unknown: Unknown[] = []
  const read = readExport(files, findings)
  const signed = readTree(read, findings)
  const size = signed?.checkpoint.size ?? read.lines.length
  const placement = placeLines(read.lines, size, signed?.contents?.commitments, findings)
  const log = signed?.contents?.log ?? read.manifest?.log ?? ''
  const lines = openLines(read, log, placement, findings)
  const subjects = new Subjects(lines)
  checkRecords(lines, subjects, findings)

  const areRecordsIntact = !findings.has(...damaging)
  if (areRecordsIntact) checkCompanions(read, findings)
  unknown.push(...checkResults(read.results, subjects, recount, areRecordsIntact, findings))
  unknown.push(...checkPublished(read, subjects, lines, findings))
  unknown.push(...checkFiles(read, findings))
  if (signed) {
    const origin = checkOrigin(read, signed, key, findings)
    unknown.push(...origin.unknown)
    if (read.manifest) {
      const present = {
        manifest: read.manifest,
        signed,
        verifiers: origin.verifiers,
        lines,
        results: read.results
      }
      unknown.push(...checkSince(since, present, findings))
    }
  }
  unknown.push(...alwaysUnknown(read))
  const list = findings.list()
  return { ok: list.length === 0, findings: list, unknown, facts: factsOf(read, lines, size) }
}

/** After these a recount differs without any fault of the result. */
const damaging = [
  'line-dropped',
  'line-added',
  'line-edited',
  'record-dropped',
  'record-added',
  'record-edited',
  'rules-changed',
  'malformed',
  'file-missing',
  'tree-changed'
] as const

/** Once every step has its result nothing may stay hidden; before, it is only said how much is. */
function checkPublished(
  { results }: Export,
  subjects: Subjects,
  lines: readonly OpenedLine[],
  findings: Findings
): Unknown[] {
  const rules = (subjects.standing('call').at(-1)?.row as RulesVersion | undefined)?.rules
  const steps = stepsOfRules(rules)
  const open = steps.filter(({ id }) => !results.some(({ step }) => step === id))
  const hidden = lines.filter(({ line }) => line.hidden)
  const sealed = lines.filter(({ line }) => line.sealed)
  if (steps.length > 0 && open.length === 0) {
    for (const { sequence } of hidden) findings.add('line-withheld', { file: paths.lines, sequence })
  }
  const unknown: Unknown[] = open.map(({ id }) => ({ code: 'result-not-published', detail: { step: id } }))
  if (hidden.length > 0) unknown.push({ code: 'lines-hidden', detail: { count: hidden.length } })
  if (sealed.length > 0) unknown.push({ code: 'lines-sealed', detail: { count: sealed.length } })
  return unknown
}

/** What no export can show of itself. */
function alwaysUnknown({ call }: Export): Unknown[] {
  const codes = ['later-lines', 'real-people', 'times'] as const
  const unknown: Unknown[] = codes.map(code => ({ code, detail: {} }))
  if (Object.keys(call.facts).length > 0) unknown.push({ code: 'facts-not-recorded', detail: {} })
  return unknown
}

function factsOf(read: Export, lines: readonly OpenedLine[], size: number): Facts {
  const count = (flag: 'hidden' | 'sealed' | 'erased') => lines.filter(({ line }) => line[flag]).length
  return {
    call: read.manifest?.call ?? '',
    origin: read.manifest?.origin ?? '',
    exportedAt: read.manifest?.exportedAt ?? '',
    size,
    lines: read.lines.length,
    hidden: count('hidden'),
    sealed: count('sealed'),
    erased: count('erased'),
    contributions: read.contributions.filter(row => row.current).length,
    responses: read.responses.filter(row => row.current).length,
    results: read.results.length
  }
}
