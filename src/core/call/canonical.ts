import { createHash } from 'node:crypto'
import { canonicalJson } from '../ledger/canonical.ts'
import type { Call } from './rules.ts'

/** The rules of a call as one text: what is frozen, hashed and shown at opening. Times are UTC. */
export function canonicalRules(call: Call): string {
  return canonicalJson({
    format: 'mozaika-rules/1',
    call: call.callId,
    organisation: call.organisationId,
    question: call.question,
    summary: call.summary,
    background: call.background,
    promise: call.promise,
    decides: call.decides,
    answerOn: call.answerOn,
    terms: call.terms,
    licence: call.licence,
    attribution: call.attribution,
    audience: call.audience,
    area: call.area ?? null,
    visibility: call.visibility,
    language: call.language,
    languages: call.languages,
    timeZone: call.timeZone,
    // Absent where there are none, as in rules from before there were any.
    ...(call.statuses.length > 0 ? { statuses: call.statuses.map(one => ({ ...one })) } : {}),
    ...(call.audienceRule ? { audienceRule: { ...call.audienceRule } } : {}),
    steps: call.steps.map(step => ({
      id: step.stepId,
      slug: step.slug,
      title: step.title,
      method: step.method,
      settings: step.settings,
      opensAt: step.opensAt?.toISOString() ?? null,
      closesAt: step.closesAt?.toISOString() ?? null
    }))
  })
}

export const hashOfRules = (canonical: string): string => createHash('sha256').update(canonical).digest('hex')
