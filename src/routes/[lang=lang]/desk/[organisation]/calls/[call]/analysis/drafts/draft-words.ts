import type { DraftKind } from '#lib/core/theme/draft.ts'
import type { DraftProblem } from '#lib/core/theme/draft-store.server.ts'
import { m } from '#lib/locales/paraglide/messages.js'

const kinds: Readonly<Record<DraftKind, () => string>> = {
  'theme-name': m.theme_draft_name,
  'theme-summary': m.theme_draft_summary,
  translation: m.theme_draft_translation
}

const problems: Readonly<Record<DraftProblem, () => string>> = {
  'timed-out': m.theme_draft_problem_timed_out,
  'not-reached': m.theme_draft_problem_not_reached,
  busy: m.theme_draft_problem_busy,
  'not-let-in': m.theme_draft_problem_not_let_in,
  refused: m.theme_draft_problem_refused,
  'too-long': m.theme_draft_problem_too_long,
  'not-understood': m.theme_draft_problem_not_understood,
  stopped: m.theme_draft_problem_not_reached,
  'nothing-to-read': m.theme_draft_problem_nothing_to_read,
  'nothing-cited': m.theme_draft_problem_nothing_cited
}

export const draftKinds = Object.keys(kinds) as readonly DraftKind[]
export const draftKind = (kind: DraftKind): string => kinds[kind]()
export const draftProblem = (problem: DraftProblem): string => problems[problem]()
