import type { Methods } from '../../door/act.ts'
import type { Counted, CountedResponse } from '../../method.ts'
import { stepsOfRules } from '../../ledger/verify/check-results.ts'
import type { Recount } from '../../ledger/verify/check-results.ts'
import type { ExportRow } from '../../ledger/verify/export-shape.ts'

/** Counts the steps of an export again, each by its method. Throws for a step or method that it does not know. */
export const recountWith =
  (methods: Methods): Recount =>
  (rules, contributions, responses, stepId) => {
    const step = stepsOfRules(rules).find(({ id }) => id === stepId) as
      { method: string; settings: unknown; closesAt?: unknown } | undefined
    const method = step && methods.get(step.method)
    if (!method) throw new Error(`no method named ${String(step?.method)} is known`)
    const ofStep = (row: ExportRow) => row.step === stepId
    const result = method.tally(
      step.settings,
      contributions.filter(ofStep).map(countedOf),
      responses.filter(ofStep).map(responseOf),
      Date.parse(String(step.closesAt))
    )
    // As it is published: through JSON.
    return JSON.parse(JSON.stringify(result))
  }

const countedOf = ({ id, counted }: ExportRow): Counted => ({
  id,
  theme: typeof counted.theme === 'string' ? counted.theme : null
})

const responseOf = ({ counted, at }: ExportRow): CountedResponse => ({
  target: String(counted.target),
  kind: String(counted.kind),
  body: counted.body,
  at: Date.parse(typeof counted.at === 'string' ? counted.at : at)
})
