import type { Ground } from '#lib/core/moderation/rules.ts'
import { m } from '#lib/locales/paraglide/messages.js'

/** What is said against something, in words. */
export const groundText = (ground: Ground): string =>
  ({
    spam: m.moderation_ground_spam,
    abuse: m.moderation_ground_abuse,
    illegal: m.moderation_ground_illegal,
    private: m.moderation_ground_private,
    'off-topic': m.moderation_ground_off_topic,
    duplicate: m.moderation_ground_duplicate,
    other: m.moderation_ground_other
  })[ground]()

/** Whether something is in view, in words. */
export const viewText = (state: string): string => states.get(state)?.() ?? state

const states = new Map([
  ['held', m.moderation_state_held],
  ['published', m.moderation_state_published],
  ['hidden', m.moderation_state_hidden],
  ['withdrawn', m.moderation_state_withdrawn],
  ['erased', m.moderation_state_erased]
])
