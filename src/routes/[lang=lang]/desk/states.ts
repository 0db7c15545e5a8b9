import { m } from '#lib/locales/paraglide/messages.js'

/** Where a call is, in a word. */
export const stateText = (state: string): string => texts[state]?.() ?? state

const texts: Readonly<Record<string, () => string>> = {
  draft: m.desk_state_draft,
  open: m.desk_state_open,
  closed: m.desk_state_closed,
  concluded: m.desk_state_concluded,
  cancelled: m.desk_state_cancelled
}

export const stateKinds: Readonly<Record<string, 'good' | 'wait' | 'bad' | undefined>> = {
  draft: 'wait',
  open: 'good',
  closed: 'wait',
  cancelled: 'bad'
}

/** Where a step is, in a word. */
export const stepStateText = (state: 'waiting' | 'open' | 'closed'): string =>
  ({ waiting: m.desk_step_waiting, open: m.desk_step_open, closed: m.desk_step_closed })[state]()
