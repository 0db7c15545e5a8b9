import { m } from '#lib/locales/paraglide/messages.js'

/** Why others do not see a contribution of one's own, in words. */
export const contributionStateText = (state: string): string => states.get(state)?.() ?? state

const states = new Map([
  ['held', m.person_state_held],
  ['hidden', m.person_state_hidden],
  ['withdrawn', m.person_state_withdrawn],
  ['erased', m.person_state_erased]
])

/** What one did, as the line in the record says it. */
export const eventText = (event: string): string => events.get(event)?.() ?? event

const events = new Map([
  ['contribution.create', m.person_event_contribution_create],
  ['contribution.import', m.person_event_contribution_create],
  ['contribution.edit', m.person_event_contribution_edit],
  ['contribution.withdraw', m.person_event_contribution_withdraw],
  ['response.give', m.person_event_response_give],
  ['response.import', m.person_event_response_give],
  ['response.take-back', m.person_event_response_take_back],
  ['response.supersede', m.person_event_response_supersede],
  ['comment.make', m.person_event_comment_make],
  ['comment.withdraw', m.person_event_comment_withdraw],
  ['moderation.decide', m.person_event_moderation_decide],
  ['moderation.appeal', m.moderation_event_appeal],
  ['moderation.settle-appeal', m.moderation_event_settle_appeal]
])
