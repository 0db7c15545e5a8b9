import type { Hold, HoldRule } from '#lib/core/moderation/look.ts'
import type { DecisionKind, FoundBy, Ground } from '#lib/core/moderation/rules.ts'
import { m } from '#lib/locales/paraglide/messages.js'

/** What is said against something, in words. */
export const groundText = (ground: Ground | 'none'): string =>
  ({
    spam: m.moderation_ground_spam,
    abuse: m.moderation_ground_abuse,
    illegal: m.moderation_ground_illegal,
    private: m.moderation_ground_private,
    'off-topic': m.moderation_ground_off_topic,
    duplicate: m.moderation_ground_duplicate,
    other: m.moderation_ground_other,
    none: m.moderation_no_ground
  })[ground]()

/** What was decided, in a word. */
export const decisionText = (decision: DecisionKind): string =>
  ({
    publish: m.moderation_was_published,
    hide: m.moderation_was_hidden,
    revise: m.moderation_was_revise,
    restrict: m.moderation_was_restrict,
    move: m.moderation_was_move
  })[decision]()

/** What a decision means for who reads, in a sentence. */
export const decisionMeaning = (decision: DecisionKind): string =>
  ({
    publish: m.moderation_what_publish,
    hide: m.moderation_what_hide,
    revise: m.moderation_what_revise,
    restrict: m.moderation_what_restrict,
    move: m.moderation_what_move
  })[decision]()

export const foundText = (found: FoundBy): string =>
  ({ person: m.moderation_by_person, flag: m.moderation_by_flag, program: m.moderation_by_program })[found]()

/** What became of an appeal, in words; null where there is none. */
export const appealText = (appeal: 'waiting' | 'upheld' | 'reversed' | null): string | null =>
  appeal &&
  {
    waiting: m.moderation_appeal_waiting,
    upheld: m.moderation_appeal_upheld,
    reversed: m.moderation_appeal_reversed
  }[appeal]()

/** A kind of rule, as its author is told. */
export const holdText = (rule: HoldRule): string =>
  ({
    burst: m.moderation_hold_burst,
    link: m.moderation_hold_link,
    'near-copy': m.moderation_hold_near_copy,
    shouting: m.moderation_hold_shouting,
    word: m.moderation_hold_word,
    newcomer: m.moderation_hold_newcomer
  })[rule]()

/** Why a rule holds a new account. */
export const heldForText = (rule: string): string =>
  (
    ({
      'disposable-address': m.moderation_for_disposable,
      burst: m.moderation_for_burst,
      name: m.moderation_for_name
    }) as Readonly<Record<string, () => string>>
  )[rule]?.() ?? rule

/** What a rule saw, for moderators; empty where nothing is kept of it any more. */
export function sawText({ rule, found }: Hold): string {
  const text = (name: string) => String(found[name] ?? '')
  if (Object.keys(found).length === 0) return ''
  switch (rule) {
    case 'burst': {
      const saw = { count: text('count'), minutes: text('minutes') }
      return found['of'] === 'person' ? m.moderation_saw_person(saw) : m.moderation_saw_address(saw)
    }
    case 'link':
      return linkTexts[text('why')]?.({ host: text('host'), count: text('count') }) ?? ''
    case 'near-copy':
      return m.moderation_saw_copy({ likeness: text('likeness') })
    case 'shouting':
      return 'capitals' in found
        ? m.moderation_saw_capitals({ capitals: text('capitals') })
        : m.moderation_saw_repeated({ repeated: text('repeated') })
    case 'word':
      return m.moderation_saw_word({ word: text('word') })
    case 'newcomer':
      return heldForText(text('for'))
  }
}

const linkTexts: Readonly<Record<string, (saw: { host: string; count: string }) => string>> = {
  shortener: m.moderation_saw_shortener,
  number: m.moderation_saw_number,
  disguised: m.moderation_saw_disguised,
  lookalike: m.moderation_saw_lookalike,
  script: m.moderation_saw_script,
  many: m.moderation_saw_many
}

/** Whether something is in view, in words. */
export const viewText = (state: string): string => states.get(state)?.() ?? state

const states = new Map([
  ['held', m.moderation_state_held],
  ['published', m.moderation_state_published],
  ['restricted', m.moderation_was_restrict],
  ['hidden', m.moderation_state_hidden],
  ['withdrawn', m.moderation_state_withdrawn],
  ['erased', m.moderation_state_erased]
])
