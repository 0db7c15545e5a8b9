import { m } from '#lib/locales/paraglide/messages.js'

/** What became of a contribution, in words. A status without a text is shown as it is. */
export const statusText = (status: string): string => texts[status]?.() ?? status

const texts: Readonly<Record<string, () => string>> = {
  open: m.contribution_status_open,
  'under-study': m.contribution_status_under_study,
  accepted: m.contribution_status_accepted,
  'partly-accepted': m.contribution_status_partly_accepted,
  declined: m.contribution_status_declined,
  done: m.contribution_status_done
}

/** How a status is coloured; the word says it all. */
export const statusKinds: Readonly<Record<string, 'good' | 'wait' | 'bad' | undefined>> = {
  'under-study': 'wait',
  accepted: 'good',
  'partly-accepted': 'good',
  done: 'good'
}
