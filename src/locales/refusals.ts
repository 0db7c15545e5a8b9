import type { Problem, RefusalCode } from '../core/door/refusal.ts'
import type { Language } from './languages.ts'
import { m } from './paraglide/messages.js'
import { getLocale } from './paraglide/runtime.js'

type Facts = Readonly<Record<string, string | number>>
type Text = (facts: Facts, options: { locale: Language }) => string

/** What was refused, as the door says it: a `Refusal` or its likeness from an API's answer. */
interface Refused {
  readonly code: RefusalCode
  readonly facts?: Facts
}

/** A refusal as a sentence: what happened, and what to do. */
export function refusalText({ code, facts = {} }: Refused, lang: Language = getLocale()): string {
  return (refusalTexts[code] ?? m.refusal_unknown)(facts, { locale: lang })
}

/** What is wrong with one field as a sentence. A code nobody has words for yet reads as "does not fit here". */
export function problemText(
  { code, limits = {} }: Omit<Problem, 'path'>,
  lang: Language = getLocale()
): string {
  const text =
    problemTexts[code] ?? (code.startsWith('not-') ? m.refusal_p_not_well_formed : m.refusal_p_invalid)
  return text(limits, { locale: lang })
}

/** The codes of problems that have a text of their own. */
export const knownProblems = (): ReadonlySet<string> => new Set(Object.keys(problemTexts))

const refusalTexts: Record<RefusalCode, Text> = {
  invalid: m.refusal_invalid,
  malformed: m.refusal_malformed,
  'not-signed-in': m.refusal_not_signed_in,
  'not-allowed': m.refusal_not_allowed,
  'not-found': m.refusal_not_found,
  blocked: m.refusal_blocked,
  'too-large': m.refusal_too_large,
  'too-many': ({ seconds }, options) =>
    seconds === undefined
      ? m.refusal_too_many({}, options)
      : m.refusal_too_many_wait({ count: seconds }, options),
  busy: m.refusal_busy,
  gone: m.refusal_gone,
  'not-open-yet': m.refusal_not_open_yet,
  closed: m.refusal_closed,
  'already-responded': m.refusal_already_responded,
  'already-said': m.refusal_already_said,
  'no-language-model': m.refusal_no_language_model,
  'nothing-to-translate': m.refusal_nothing_to_translate,
  'nothing-to-certify': m.refusal_nothing_to_certify,
  'nothing-to-take-back': m.refusal_nothing_to_take_back,
  'budget-spent': m.refusal_budget_spent,
  'own-contribution': m.refusal_own_contribution,
  'already-open': m.refusal_already_open,
  'not-ready': m.refusal_not_ready,
  'already-concluded': m.refusal_already_concluded,
  'still-open': m.refusal_still_open,
  frozen: m.refusal_frozen,
  merged: m.refusal_merged,
  restricted: m.refusal_restricted,
  'no-list': m.refusal_no_list,
  'already-member': m.refusal_already_member,
  'already-asked': m.refusal_already_asked,
  'not-in-audience': ({ asked, domains = '', hint = '' }, options) =>
    asked === 'group'
      ? m.refusal_not_in_audience_group({}, options)
      : asked === 'domain'
        ? m.refusal_not_in_audience_domain({ domains }, options)
        : asked === 'verified'
          ? m.refusal_not_in_audience_verified({ hint }, options)
          : m.refusal_not_in_audience_list({}, options),
  'has-responses': m.refusal_has_responses,
  'nothing-to-contest': m.refusal_nothing_to_contest,
  'already-appealed': m.refusal_already_appealed,
  'own-decision': m.refusal_own_decision,
  'being-counted': m.refusal_being_counted,
  'nothing-to-answer': m.refusal_nothing_to_answer,
  'answers-missing': ({ count }, options) => m.refusal_answers_missing({ count: count ?? 0 }, options),
  'second-look-needed': m.refusal_second_look_needed,
  'already-replied': m.refusal_already_replied,
  'changed-meanwhile': m.refusal_changed_meanwhile,
  'key-reused': m.refusal_key_reused,
  'name-taken': m.refusal_name_taken,
  'last-owner': m.refusal_last_owner,
  expired: m.refusal_expired,
  'already-used': m.refusal_already_used,
  'wrong-code': m.refusal_wrong_code,
  'unsupported-file': m.refusal_unsupported_file,
  'sign-in-required': m.refusal_sign_in_required,
  'domain-not-proven': m.refusal_domain_not_proven
}

const least =
  (text: (inputs: { count: string | number }, options: { locale: Language }) => string): Text =>
  (limits, options) =>
    text({ count: limits['least'] ?? 1 }, options)
const most =
  (text: (inputs: { count: string | number }, options: { locale: Language }) => string): Text =>
  (limits, options) =>
    limits['most'] === undefined ? m.refusal_p_invalid({}, options) : text({ count: limits['most'] }, options)

const problemTexts: Readonly<Record<string, Text>> = {
  required: m.refusal_p_required,
  invalid: m.refusal_p_invalid,
  'wrong-type': m.refusal_p_wrong_type,
  'unknown-key': m.refusal_p_unknown_key,
  'too-short': least(m.refusal_p_too_short),
  'too-long': most(m.refusal_p_too_long),
  'too-few': least(m.refusal_p_too_few),
  'too-many': most(m.refusal_p_too_many),
  'too-small': least(m.refusal_p_too_small),
  'too-big': most(m.refusal_p_too_big),
  'not-a-choice': ({ choices }, options) =>
    choices ? m.refusal_p_not_a_choice_of({ choices }, options) : m.refusal_p_not_a_choice({}, options),
  'not-email': m.refusal_p_not_email,
  'not-url': m.refusal_p_not_url,
  'not-uuid': m.refusal_p_not_uuid,
  'not-date': m.refusal_p_not_date,
  'not-datetime': m.refusal_p_not_datetime,
  'not-well-formed': m.refusal_p_not_well_formed,
  'not-geojson': m.refusal_p_not_geojson,
  'not-yaml': ({ reason = '?' }, options) => m.refusal_p_not_yaml({ reason }, options),
  'repeated-key': m.refusal_p_repeated_key,
  'anchor-refused': m.refusal_p_anchor_refused,
  'tag-refused': m.refusal_p_tag_refused,
  'not-a-time': m.refusal_p_not_datetime,
  // The limits name whole moments; on that day its hour says it all.
  'no-such-time': ({ next = '' }, options) =>
    m.refusal_p_time_skipped({ next: String(next).slice(11, 16) }, options),
  'two-such-times': m.refusal_p_time_twice,
  'control-characters': m.refusal_p_control_characters,
  'one-line': m.refusal_p_one_line,
  'not-a-time-zone': m.refusal_p_not_a_time_zone,
  taken: m.refusal_p_taken,
  wrong: m.refusal_p_wrong,
  'not-found': m.refusal_p_not_found,
  same: m.refusal_p_same,
  twice: m.refusal_p_twice,
  'other-step': m.refusal_p_other_step,
  'needed-to-open': m.refusal_p_needed_to_open,
  'unknown-method': m.refusal_p_unknown_method,
  'already-past': m.refusal_p_already_past,
  'before-it-opens': m.refusal_p_before_it_opens,
  'before-the-step-before': m.refusal_p_before_the_step_before,
  'before-the-last-close': m.refusal_p_before_the_last_close,
  'step-has-begun': m.refusal_p_step_has_begun,
  'step-has-closed': m.refusal_p_step_has_closed,
  'step-not-open': m.refusal_p_step_not_open,
  'does-not-fit': m.refusal_p_does_not_fit,
  'wilson-needs-scores': m.refusal_p_wilson_needs_scores,
  'low-contrast': m.refusal_p_low_contrast,
  'area-too-detailed': m.refusal_p_area_too_detailed,
  'not-on-earth': m.refusal_p_not_on_earth,
  'ring-not-closed': m.refusal_p_ring_not_closed,
  'outside-area': m.refusal_p_outside_area,
  'contribute-is-for-people': m.refusal_p_contribute_is_for_people,
  unchanged: m.refusal_p_unchanged,
  'entry-used': m.refusal_p_entry_used,
  'not-on-the-list': m.refusal_p_not_on_the_list,
  'not-a-hash': m.refusal_p_not_a_hash,
  'not-accepted': m.refusal_p_not_accepted,
  'no-such-turn': m.refusal_p_no_such_turn,
  yourself: m.refusal_p_yourself,
  'file-empty': m.refusal_p_file_empty,
  'file-too-large': m.refusal_p_file_too_large,
  'too-many-files': m.refusal_p_too_many_files,
  'file-kind-refused': m.refusal_p_file_kind_refused,
  'file-kind-mismatch': m.refusal_p_file_kind_mismatch,
  'file-ambiguous': m.refusal_p_file_ambiguous,
  'file-not-text': m.refusal_p_file_not_text,
  'image-too-large': m.refusal_p_image_too_large,
  'image-broken': m.refusal_p_image_broken,
  'image-too-slow': m.refusal_p_image_too_slow,
  'files-busy': m.refusal_p_files_busy
}
