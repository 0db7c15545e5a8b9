import { m } from '#lib/locales/paraglide/messages.js'

/** What a line of the record says happened, in plain words. An event without words is shown by its name. */
export const eventText = (event: string): string => texts[event]?.() ?? m.call_event_other({ event })

const texts: Readonly<Record<string, () => string>> = {
  'call.open': m.call_event_call_open,
  'call.change': m.call_event_call_change,
  'call.conclude': m.call_event_call_conclude,
  'call.cancel': m.call_event_call_cancel,
  'contribution.create': m.call_event_contribution_create,
  'contribution.edit': m.call_event_contribution_edit,
  'contribution.withdraw': m.call_event_contribution_withdraw,
  'contribution.import': m.record_event_contribution_import,
  'response.give': m.call_event_response_give,
  'response.take-back': m.call_event_response_take_back,
  'response.import': m.record_event_response_import,
  'response.supersede': m.record_event_response_supersede,
  'comment.make': m.call_event_comment_make,
  'comment.withdraw': m.call_event_comment_withdraw,
  'moderation.decide': m.call_event_moderation_decide,
  'moderation.appeal': m.moderation_event_appeal,
  'moderation.settle-appeal': m.moderation_event_settle_appeal,
  'moderation.set-guards': m.moderation_event_set_guards,
  'answer.publish': m.record_event_answer_publish,
  'answer.reply': m.record_event_answer_reply,
  'answer.rate': m.record_event_answer_rate,
  'milestone.plan': m.record_event_milestone_plan,
  'milestone.edit': m.record_event_milestone_edit,
  'milestone.turn': m.record_event_milestone_turn,
  'result.make': m.call_event_result_make,
  'person.erase': m.call_event_person_erase
}
