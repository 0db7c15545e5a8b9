import type { CallFields } from '#lib/core/call/input.ts'
import { methods } from '#lib/methods/index.ts'

type Step = CallFields['steps'][number]

/** One more step at the end: of the method of the last, opening when that closes. */
export function withNewStep(fields: CallFields): CallFields {
  const before = fields.steps.at(-1)
  const method = before?.method ?? [...methods.keys()][0]!
  const step: Step = {
    slug: freeSlug(fields.steps),
    title: before?.title ?? method,
    method,
    settings: (before?.settings ?? {}) as Step['settings'],
    opensAt: before?.closesAt ?? null,
    closesAt: null
  }
  return { ...fields, steps: [...fields.steps, step] }
}

export const withoutStep = (fields: CallFields, n: number): CallFields => ({
  ...fields,
  steps: fields.steps.filter((_, k) => k !== n)
})

/** The n-th step before the one in front of it. */
export function movedUp(fields: CallFields, n: number): CallFields {
  const steps = [...fields.steps]
  const [step] = n > 0 ? steps.splice(n, 1) : []
  if (step) steps.splice(n - 1, 0, step)
  return { ...fields, steps }
}

/** A step is known by its slug for good, so a new one must not take that of another. */
function freeSlug(steps: readonly Step[]): string {
  const taken = new Set(steps.map(step => step.slug))
  for (let n = steps.length + 1; ; n++) if (!taken.has(`step-${n}`)) return `step-${n}`
}
