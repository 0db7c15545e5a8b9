import type { JsonObject } from '../ledger/canonical.ts'
import type { LineDraft } from '../ledger/line.ts'
import { contributionRecord } from './rules.ts'
import type { Contribution } from './rules.ts'

/** The line of a contribution that is there for all to see. */
export function publishedLine(
  contribution: Contribution,
  participantId: string | null,
  shown: boolean
): LineDraft {
  return {
    log: contribution.callId,
    effect: 'put',
    subject: { kind: 'contribution', id: contribution.contributionId },
    step: contribution.stepId,
    ...contributionRecord(contribution),
    participantId,
    ...(shown ? { change: { target: contribution.contributionId, shown: true } } : {})
  }
}

/** The line of a contribution that goes from view or waits for it. */
export function unseenLine(
  contribution: Contribution,
  effect: 'remove' | 'note',
  counted: JsonObject = {}
): LineDraft {
  return {
    log: contribution.callId,
    effect,
    subject: { kind: 'contribution', id: contribution.contributionId },
    step: contribution.stepId,
    counted,
    ...(effect === 'remove' ? { change: { target: contribution.contributionId, shown: false } } : {})
  }
}
