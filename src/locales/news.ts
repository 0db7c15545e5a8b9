import type { NewsEvent } from '../core/notification/events.ts'
import type { Because } from '../core/notification/rules.ts'
import type { Language } from './languages.ts'
import { m } from './paraglide/messages.js'
import { getLocale } from './paraglide/runtime.js'

/** A piece of news as the door says it. */
export interface ToldNews {
  readonly event: NewsEvent
  readonly because: Because
  readonly facts: Readonly<Record<string, string | number | null>>
  /** Of the first contribution it concerns. */
  readonly title: string | null
  readonly concerns: number
}

/** A piece of news as one sentence. */
export function newsText(news: ToldNews, lang: Language = getLocale()): string {
  const options = { locale: lang }
  const title = news.title || m.news_untitled({}, options)
  const sentence = sentenceOf(news, title, options)
  const others = news.concerns - 1
  if (others < 1 || news.because !== 'author') return sentence
  return `${sentence} (${m.news_and_more({ count: others }, options)})`
}

/** Why somebody is told, in a few words. */
export const becauseText = (because: Because): string => becauseTexts[because]()

const becauseTexts: Readonly<Record<Because, () => string>> = {
  author: m.news_because_author,
  supporter: m.news_because_supporter,
  participant: m.news_because_participant,
  desk: m.news_because_desk,
  asked: m.news_because_asked
}

type Options = { locale: Language }

function sentenceOf({ event, facts, concerns }: ToldNews, title: string, options: Options): string {
  const milestone = String(facts['milestone'] ?? facts['title'] ?? '')
  switch (event) {
    case 'moderation.decided':
      return m.news_moderation_decided({ title }, options)
    case 'moderation.appealed':
      return m.news_moderation_appealed({ title }, options)
    case 'moderation.appeal-settled':
      return m.news_moderation_appeal_settled({ title }, options)
    case 'contribution.merged':
      return m.news_contribution_merged({ title }, options)
    case 'contribution.merge-undone':
      return m.news_contribution_merge_undone({ title }, options)
    case 'contribution.split':
      return m.news_contribution_split({ title }, options)
    case 'answer.published':
      return concerns > 0
        ? m.news_answer_published({ title }, options)
        : m.news_answer_published_call({}, options)
    case 'answer.replied':
      return m.news_answer_replied({ title }, options)
    case 'answer.due':
      return m.news_answer_due({ count: Number(facts['waiting'] ?? 0) }, options)
    case 'milestone.planned':
      return m.news_milestone_planned({ milestone }, options)
    case 'milestone.started':
      return m.news_milestone_started({ milestone }, options)
    case 'milestone.done':
      return m.news_milestone_done({ milestone }, options)
    case 'milestone.dropped':
      return m.news_milestone_dropped({ milestone }, options)
    case 'milestone.moved':
      return m.news_milestone_moved({ milestone }, options)
    case 'call.concluded':
      return m.news_call_concluded({}, options)
    case 'call.cancelled':
      return m.news_call_cancelled({}, options)
    case 'expert.invited':
      return m.news_expert_invited({}, options)
    case 'expert.replied':
      return m.news_expert_replied({}, options)
    case 'dispute.raised':
      return m.news_dispute_raised({}, options)
    case 'dispute.worded':
      return m.news_dispute_worded({}, options)
  }
}
