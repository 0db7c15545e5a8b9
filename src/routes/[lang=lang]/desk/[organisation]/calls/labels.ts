import { m } from '#lib/locales/paraglide/messages.js'

/**
 * What the fields of a call are called, for lists of what is missing or wrong. `paths`: where something is wrong; settings
 * are named by their method, and in such a list are all "how this step works".
 */
export function labelsOf(
  steps: readonly { readonly title: string }[],
  paths: readonly string[] = []
): Record<string, string> {
  return {
    question: m.editor_question(),
    summary: m.editor_summary(),
    background: m.editor_background(),
    promise: m.editor_promise(),
    decides: m.editor_decides(),
    answerOn: m.editor_answer_on(),
    audience: m.editor_audience(),
    'audienceRule.kind': m.group_audience(),
    'audienceRule.groupId': m.group_audience_which_group(),
    'audienceRule.domains': m.group_audience_domains(),
    'audienceRule.hint': m.group_audience_entry(),
    'audienceRule.salt': m.group_audience_salt(),
    language: m.editor_language(),
    languages: m.editor_languages(),
    timeZone: m.desk_time_zone(),
    visibility: m.editor_visibility(),
    terms: m.editor_terms(),
    licence: m.editor_licence(),
    attribution: m.editor_attribution(),
    area: m.editor_area(),
    reason: m.editor_reason(),
    steps: m.editor_steps(),
    ...Object.fromEntries(steps.flatMap(({ title }, n) => stepLabels(`steps.${n}`, n, title, paths)))
  }
}

function stepLabels(path: string, n: number, title: string, paths: readonly string[]): [string, string][] {
  const step = title === '' ? m.editor_step({ number: n + 1 }) : title
  const of = (label: string): string => `${step}: ${label}`
  return [
    [path, step],
    [`${path}.title`, of(m.editor_step_title())],
    [`${path}.opensAt`, of(m.editor_opens_at())],
    [`${path}.closesAt`, of(m.editor_closes_at())],
    ...paths
      .filter(wrong => wrong.startsWith(`${path}.settings`))
      .map((wrong): [string, string] => [wrong, of(m.editor_step_settings())])
  ]
}
