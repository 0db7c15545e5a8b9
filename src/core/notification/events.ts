/** What people are told of. The words of each are in the messages, as `news_…`. */
export const newsEvents = [
  'moderation.decided',
  'moderation.appealed',
  'moderation.appeal-settled',
  'contribution.merged',
  'contribution.merge-undone',
  'contribution.split',
  'answer.published',
  'answer.replied',
  'answer.due',
  'milestone.planned',
  'milestone.started',
  'milestone.done',
  'milestone.dropped',
  'milestone.moved',
  'call.concluded',
  'call.cancelled',
  'expert.invited',
  'expert.replied',
  'dispute.raised',
  'dispute.worded'
] as const

export type NewsEvent = (typeof newsEvents)[number]
