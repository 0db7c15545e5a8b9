import type { Call } from '../../../core/call/rules.ts'
import { languageNames } from '../../../locales/languages.ts'
import type { Language } from '../../../locales/languages.ts'
import { m } from '../../../locales/paraglide/messages.js'
import { partsOf } from '../../../methods/parts.ts'
import { formatList, formatMoment } from '../../../ui/format.ts'
import { renderText } from './rendered-text.server.ts'
import { calendarDay } from './timeline.ts'

/** The frozen text of a call's rules, as `core/call/canonical.ts` writes it. */
interface Rules extends Pick<
  Call,
  | 'question'
  | 'summary'
  | 'background'
  | 'promise'
  | 'decides'
  | 'answerOn'
  | 'terms'
  | 'licence'
  | 'attribution'
  | 'audience'
  | 'area'
  | 'visibility'
  | 'languages'
  | 'timeZone'
> {
  readonly steps: readonly RuleStep[]
}

interface RuleStep {
  readonly id: string
  readonly title: string
  readonly method: string
  readonly settings: unknown
  readonly opensAt: string | null
  readonly closesAt: string | null
}

/** One rule as people read it. */
export interface RuleFact {
  /** The same rule has the same key in every version. */
  readonly key: string
  readonly label: string
  readonly text: string
  /** The same as HTML, where it may have headings and lists. */
  readonly html?: string
  /** Written by the organisation, in its language. */
  readonly isOwn: boolean
}

/** Rules that belong together: those of the whole call (no title), then those of each step. */
export interface RulePart {
  readonly title: string | null
  readonly facts: readonly RuleFact[]
}

/** The frozen rules in plain words, in the language of the page. */
export async function rulesInWords(canonical: string): Promise<RulePart[]> {
  const rules = JSON.parse(canonical) as Rules
  const steps = await Promise.all(rules.steps.map((step, n) => stepInWords(step, n, rules.timeZone)))
  return [{ title: null, facts: callInWords(rules) }, ...steps]
}

function callInWords(rules: Rules): RuleFact[] {
  const own = (key: string, label: string, text: string): RuleFact => ({ key, label, text, isOwn: true })
  const prose = (key: string, label: string, text: string) => ({
    ...own(key, label, text),
    html: renderText(text)
  })
  const fact = (key: string, label: string, text: string): RuleFact => ({ key, label, text, isOwn: false })
  const facts = [
    own('question', m.record_rules_question(), rules.question),
    own('summary', m.record_rules_summary(), rules.summary),
    own('promise', m.record_rules_promise(), rules.promise),
    own('decides', m.record_rules_decides(), rules.decides),
    fact('answerOn', m.record_rules_answer_on(), rules.answerOn ? calendarDay(rules.answerOn) : ''),
    own('audience', m.record_rules_audience(), rules.audience),
    prose('background', m.call_background(), rules.background),
    prose('terms', m.call_terms(), rules.terms),
    fact('licence', m.record_rules_licence(), rules.licence),
    own('attribution', m.record_rules_attribution(), rules.attribution),
    fact('area', m.record_rules_area(), rules.area ? m.record_rules_area_drawn() : ''),
    fact(
      'visibility',
      m.record_rules_visibility(),
      rules.visibility === 'public' ? m.record_rules_public() : m.record_rules_unlisted()
    ),
    fact(
      'languages',
      m.record_rules_languages(),
      formatList(rules.languages.map(one => languageNames[one as Language] ?? one))
    ),
    fact('timeZone', m.record_rules_time_zone(), rules.timeZone)
  ]
  return facts.filter(one => one.text !== '')
}

async function stepInWords(step: RuleStep, n: number, zone: string): Promise<RulePart> {
  const { settingsInWords } = await partsOf(step.method)
  const fact = (key: string, label: string, text: string): RuleFact => ({
    key: `${step.id} ${key}`,
    label,
    text,
    isOwn: false
  })
  return {
    title: m.record_rules_step({ number: n + 1, title: step.title }),
    facts: [
      fact(
        'opensAt',
        m.record_rules_opens(),
        step.opensAt ? formatMoment(step.opensAt, zone) : m.record_rules_with_call()
      ),
      ...(step.closesAt ? [fact('closesAt', m.call_closes(), formatMoment(step.closesAt, zone))] : []),
      ...settingsInWords(step.settings).map(({ label, text }) => fact(label, label, text))
    ]
  }
}
