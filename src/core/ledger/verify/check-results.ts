import { canonicalJson } from '../canonical.ts'
import type { JsonObject } from '../canonical.ts'
import type { ExportRow, ResultRow, RulesVersion } from './export-shape.ts'
import { paths } from './export-shape.ts'
import type { Findings, Unknown } from './findings.ts'
import type { Subjects } from './subjects.ts'

/**
 * Counts a step again: rules in force, then the contributions and responses that stood, in the order of their lines.
 * It gives the result of that step in the form in which results are published, or throws when it cannot.
 */
export type Recount = (
  rules: unknown,
  contributions: readonly ExportRow[],
  responses: readonly ExportRow[],
  step: string
) => unknown

/**
 * Recounts every published result from the records that stood when it was made. `areRecordsIntact` tells whether a
 * different count accuses the result, or only follows from records that were changed and are named already.
 */
export function checkResults(
  results: readonly ResultRow[],
  subjects: Subjects,
  recount: Recount,
  areRecordsIntact: boolean,
  findings: Findings
): Unknown[] {
  const unknown: Unknown[] = []
  for (const result of results) {
    const { step, sequence, id } = result
    const wrong = compare(result, subjects, recount)
    if (!wrong || findings.names('result-changed', sequence)) continue
    if (areRecordsIntact) findings.add('result-changed', { file: paths.result, sequence, id, step }, wrong)
    else unknown.push({ code: 'result-not-confirmed', detail: { step, ...wrong } })
  }
  checkUncounted(results, subjects, findings)
  return unknown
}

/** The steps that rules name, as far as they name any. */
export function stepsOfRules(rules: unknown): { id: string; method?: unknown; settings?: unknown }[] {
  const steps = (rules as { steps?: unknown } | null | undefined)?.steps
  if (!Array.isArray(steps)) return []
  return steps.filter(step => typeof (step as { id?: unknown } | null)?.id === 'string')
}

/** What the published result disagrees with; `undefined` when with nothing. */
function compare(result: ResultRow, subjects: Subjects, recount: Recount): JsonObject | undefined {
  const place = placeOf(result)
  const rules = (subjects.standing('call', place).at(-1)?.row as RulesVersion | undefined)?.rules
  const step = stepsOfRules(rules).find(({ id }) => id === result.step)
  if (!step || !isSameMethod(step, result)) return { against: 'rules' }
  const rowsOf = (kind: 'contribution' | 'response') =>
    subjects.standing(kind, place).map(record => record.row as ExportRow)
  try {
    const counted = recount(rules, rowsOf('contribution'), rowsOf('response'), result.step)
    return canonicalJson(counted) === canonicalJson(result.result) ? undefined : { against: 'recount' }
  } catch (error) {
    // A recount that fails confirms nothing, whatever the reason.
    return { against: 'recount', reason: error instanceof Error ? error.message : 'failed' }
  }
}

/** Responses of a step that entered the log too late for its last result: nothing may be held back and added later. */
function checkUncounted(results: readonly ResultRow[], subjects: Subjects, findings: Findings): void {
  const lastOf = new Map(
    results.toSorted((a, b) => a.sequence - b.sequence).map(result => [result.step, result])
  )
  for (const response of subjects.standing('response')) {
    const result = response.step === undefined ? undefined : lastOf.get(response.step)
    if (!result || response.sequence < placeOf(result)) continue
    // An edited `through` is named already and says nothing about who was counted.
    if (findings.names('result-changed', result.sequence)) continue
    const { file, sequence, id, step } = response
    findings.add('response-uncounted', { file, sequence, id, step: step! }, { result: result.sequence })
  }
}

/** The count saw the lines before this place. */
function placeOf({ counted: { through }, sequence }: ResultRow): number {
  return typeof through === 'number' ? through : sequence
}

function isSameMethod(
  rule: { method?: unknown; settings?: unknown },
  { method, settings }: ResultRow
): boolean {
  if (rule.method === undefined || rule.settings === undefined) return false
  return canonicalJson([rule.method, rule.settings]) === canonicalJson([method, settings])
}
