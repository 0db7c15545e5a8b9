import type { JsonObject } from '../ledger/canonical.ts'
import type { LineDraft } from '../ledger/line.ts'
import { contributionRecord } from './rules.ts'
import type { Contribution } from './rules.ts'

/** The line of a contribution that is there for all to see; of a merged one, that something happened to it. */
export function publishedLine(
  contribution: Contribution,
  participantId: string | null,
  shown: boolean
): LineDraft {
  if (contribution.mergedInto) return unseenLine(contribution, 'note')
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

/** The line of a contribution that goes from view or waits for it. One that was merged has gone from the record before. */
export function unseenLine(
  contribution: Contribution,
  wished: 'remove' | 'note',
  counted: JsonObject = {}
): LineDraft {
  const effect = contribution.mergedInto ? 'note' : wished
  return {
    log: contribution.callId,
    effect,
    subject: { kind: 'contribution', id: contribution.contributionId },
    step: contribution.stepId,
    counted,
    ...(effect === 'remove' ? { change: { target: contribution.contributionId, shown: false } } : {})
  }
}
