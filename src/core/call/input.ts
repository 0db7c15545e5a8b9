import { z } from 'zod'
import { ownStatuses } from '../answer/rules.ts'
import { audienceRule } from '../group/audience-rule.ts'
import { areaSchema } from '../place/area.ts'
import { day, language, lineOfText, moment, optionalText, slug, timeZone } from '../text/schema.ts'

export const stepInput = z.strictObject({
  slug: slug.max(40),
  title: lineOfText(120),
  method: z.string().max(40),
  /** Checked by the method. */
  settings: z.record(z.string(), z.json()),
  opensAt: moment.nullable().optional(),
  closesAt: moment.nullable().optional()
})

/** What an organiser writes of a call; the same shape stands in a call file. */
export const callFields = z.strictObject({
  question: lineOfText(200),
  summary: optionalText(500),
  background: optionalText(20_000),
  promise: optionalText(2_000),
  decides: optionalText(200),
  answerOn: day.nullable(),
  terms: optionalText(20_000),
  licence: z.enum(['CC-BY-4.0', 'CC-BY-SA-4.0', 'CC0-1.0', 'ODbL-1.0', 'all-rights-reserved']),
  attribution: optionalText(1_000),
  audience: optionalText(500),
  area: areaSchema.nullable(),
  visibility: z.enum(['public', 'unlisted']),
  language,
  languages: z.array(language).min(1).max(6),
  timeZone,
  /** The organisation's own names over what can become of a contribution; none: the usual ones. */
  statuses: ownStatuses.default([]),
  /** Who may take part; null: everybody. */
  audienceRule: audienceRule.nullable().default(null),
  steps: z.array(stepInput).max(20)
})

export type CallFields = z.output<typeof callFields>
