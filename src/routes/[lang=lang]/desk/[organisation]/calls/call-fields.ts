import { callFields } from '#lib/core/call/input.ts'
import type { CallFields } from '#lib/core/call/input.ts'
import type { findCallView } from '#lib/core/call/views.ts'
import type { ResultOf } from '#lib/core/door/act.ts'
import { problemsOf } from '#lib/core/door/problems.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import type { Problem } from '#lib/core/door/refusal.ts'
import { methods } from '#lib/methods/index.ts'
import { partsOf } from '#lib/methods/parts.ts'
import { textOf, textsOf } from '#lib/routes/form.ts'
import { readStatuses } from './statuses.ts'
import { readArea } from './area.ts'
import { readMoment } from './times.ts'

type ShownCall = ResultOf<typeof findCallView>

/** What an organiser wrote of a call, as an act takes it. */
export const fieldsOf = (call: ShownCall): CallFields => ({
  question: call.question,
  summary: call.summary,
  background: call.background,
  promise: call.promise,
  decides: call.decides,
  answerOn: call.answerOn,
  terms: call.terms,
  licence: call.licence as CallFields['licence'],
  attribution: call.attribution,
  audience: call.audience,
  area: call.area as CallFields['area'],
  visibility: call.visibility,
  language: call.language as CallFields['language'],
  languages: call.languages as CallFields['languages'],
  timeZone: call.timeZone,
  statuses: call.statuses as CallFields['statuses'],
  audienceRule: call.audienceRule as CallFields['audienceRule'],
  steps: call.steps.map(({ slug, title, method, settings, opensAt, closesAt }) => ({
    slug,
    title,
    method,
    settings: settings as CallFields['steps'][number]['settings'],
    opensAt,
    closesAt
  }))
})

/**
 * What the form of a call says. Fields are named as in the act; times are those of the call's time zone.
 *
 * @throws {Refusal} `invalid` with all that is wrong, each at its field.
 */
export async function readFields(form: FormData): Promise<CallFields> {
  const problems: Problem[] = []
  const text = (name: string) => textOf(form, name) ?? ''
  const fields = {
    question: text('question'),
    summary: text('summary'),
    background: text('background'),
    promise: text('promise'),
    decides: text('decides'),
    answerOn: textOf(form, 'answerOn') ?? null,
    terms: text('terms'),
    licence: text('licence'),
    attribution: text('attribution'),
    audience: text('audience'),
    area: await readArea(form, problems),
    visibility: text('visibility'),
    language: text('language'),
    languages: textsOf(form, 'languages'),
    timeZone: text('timeZone'),
    audienceRule: readAudience(form),
    statuses: readStatuses(form, problems),
    steps: await readSteps(form, problems)
  }
  const parsed = callFields.safeParse(fields, { reportInput: true })
  if (!parsed.success) problems.push(...problemsOf(parsed.error))
  if (problems.length > 0 || !parsed.data) throw new Refusal('invalid', { problems })
  return parsed.data
}

/** Who takes part: a kind, and beside it what this kind needs; what other kinds need is left aside. */
function readAudience(form: FormData): unknown {
  const kind = textOf(form, 'audienceRule.kind') ?? 'everybody'
  const text = (name: string) => textOf(form, `audienceRule.${name}`) ?? ''
  if (kind === 'everybody') return null
  if (kind === 'group') return { kind, groupId: text('groupId') }
  if (kind === 'domain')
    return {
      kind,
      domains: text('domains')
        .split(/[\s,;]+/)
        .filter(Boolean)
    }
  if (kind === 'verified') return { kind, salt: text('salt'), hint: text('hint') }
  return { kind }
}

async function readSteps(form: FormData, problems: Problem[]) {
  const steps = []
  const zone = textOf(form, 'timeZone') ?? 'UTC'
  for (let n = 0; form.has(`steps.${n}.slug`); n++) {
    const path = `steps.${n}`
    const method = textOf(form, `${path}.method`) ?? ''
    steps.push({
      slug: textOf(form, `${path}.slug`) ?? '',
      title: textOf(form, `${path}.title`) ?? '',
      method,
      settings: methods.has(method) ? (await partsOf(method)).readSettings(form, `${path}.settings`) : {},
      opensAt: readMoment(form, `${path}.opensAt`, zone, problems),
      closesAt: readMoment(form, `${path}.closesAt`, zone, problems)
    })
  }
  return steps
}

/** Problems of an act at the fields of the form, which are not below `fields`. */
export function atFields(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error
  const { code, facts } = error
  const problems = error.problems.map(problem => ({
    ...problem,
    path: problem.path.replace(/^fields\./, '')
  }))
  return new Refusal(code, { problems, facts })
}
