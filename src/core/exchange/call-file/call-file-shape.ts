import { z } from 'zod'
import { callFields, stepInput } from '../../call/input.ts'
import { slug } from '../../text/schema.ts'

/** A time as a file writes it; `readTime` says what it may be. */
const time = z.string().max(40)

const step = z.strictObject({
  ...stepInput.shape,
  settings: stepInput.shape.settings
    .default({})
    .describe('What the method asks for; what is left out keeps its default.'),
  opensAt: time
    .nullable()
    .default(null)
    .describe(
      'As clocks in the time zone show it, with an offset, or a duration from the reading; nothing: at once.'
    ),
  closesAt: time.nullable().default(null).describe("The same; a duration counts from the step's opening.")
})

const { question, language, timeZone, steps: _, ...others } = callFields.shape

/**
 * A call as a file: the fields of `callFields` with the address of the call, where what can be left out may be. Times are
 * texts here; `read-call-file.ts` makes moments of them.
 */
export const callFileShape = z.strictObject({
  slug: slug.describe("The last part of the call's address."),
  question,
  summary: others.summary.default(''),
  background: others.background.default(''),
  promise: others.promise.default('').describe('What will be done with the result.'),
  decides: others.decides.default('').describe('Who decides.'),
  answerOn: time
    .nullable()
    .default(null)
    .describe('The day of the answer, or a duration from the last close.'),
  terms: others.terms.default(''),
  licence: others.licence.default('CC-BY-4.0'),
  attribution: others.attribution.default(''),
  audience: others.audience.default(''),
  area: others.area.default(null),
  visibility: others.visibility.default('public'),
  language,
  languages: others.languages.optional().describe('The language alone, unless said.'),
  timeZone,
  statuses: others.statuses.describe(
    'Your own names over what can become of a contribution, each with its class.'
  ),
  audienceRule: others.audienceRule.describe(
    'Who may take part: a group, an invited list, domains of e-mail addresses or a verified list; nothing: everybody.'
  ),
  steps: z.array(step).max(20)
})
export type CallFileText = z.output<typeof callFileShape>
