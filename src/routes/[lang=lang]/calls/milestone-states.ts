import { m } from '#lib/locales/paraglide/messages.js'

/** Where a milestone stands, and what a turn of it was, in words. */
export const milestoneText = (state: string): string => texts[state]?.() ?? state

const texts: Readonly<Record<string, () => string>> = {
  planned: m.milestone_state_planned,
  started: m.milestone_state_started,
  done: m.milestone_state_done,
  dropped: m.milestone_state_dropped,
  moved: m.milestone_kind_moved,
  noted: m.milestone_kind_noted
}

/** How a state is coloured; the word says it all. */
export const milestoneKinds: Readonly<Record<string, 'good' | 'wait' | 'bad' | undefined>> = {
  started: 'wait',
  done: 'good',
  dropped: 'bad'
}
