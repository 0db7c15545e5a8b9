import { opensWith } from '../../call/rules.ts'
import type { Call } from '../../call/rules.ts'
import type { Methods } from '../../door/act.ts'
import type { Problem } from '../../door/refusal.ts'
import type { CallFile } from './read-call-file.ts'

/** What a call would still lack before it can open, were it made from this file at `now`. */
export function missingToOpen(
  { fields }: CallFile,
  { methods, now }: { methods: Methods; now: Date }
): Problem[] {
  const date = (at: string | null | undefined) => (at ? new Date(at) : null)
  const steps = fields.steps.map((step, n) => ({
    ...step,
    stepId: step.slug,
    position: n + 1,
    opensAt: date(step.opensAt),
    closesAt: date(step.closesAt)
  }))
  // What a draft has besides its fields, whether it opens does not depend on.
  return opensWith({ ...fields, steps } as unknown as Call, methods, now)
}
