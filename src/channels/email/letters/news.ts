import type { NewsItem } from '../../../core/notification/write-letters.server.ts'
import { newsText } from '../../../locales/news.ts'
import { m } from '../../../locales/paraglide/messages.js'
import type { Language, LetterKind, LetterText } from '../letter.ts'

export interface NewsFacts {
  /** How many pieces of news there are; the letter says the first of them. */
  readonly count: number
  readonly items: readonly NewsItem[]
  /** The page with all of them. */
  readonly all: string
  readonly stop: string
}

/** What somebody was told since the last such letter: one letter, whatever happened in how many calls. */
export const news: LetterKind<NewsFacts> = {
  en: facts => write(facts, 'en'),
  uk: facts => write(facts, 'uk'),
  pl: facts => write(facts, 'pl'),
  bg: facts => write(facts, 'bg'),
  es: facts => write(facts, 'es'),
  ru: facts => write(facts, 'ru')
}

function write({ count, items, all, stop }: NewsFacts, locale: Language): LetterText {
  const options = { locale }
  const byCall = Map.groupBy(items, item => item.question)
  return {
    subject: count === 1 ? newsText(items[0]!, locale) : m.news_letter_subject({ count }, options),
    paragraphs: [],
    sections: [...byCall].map(([question, own]) => ({
      heading: `${question} · ${own[0]!.organisation}`,
      items: own.map(item => ({ text: newsText(item, locale), url: item.link }))
    })),
    ...(count > items.length ? { link: { label: m.news_letter_see({}, options), url: all } } : {}),
    why: m.news_letter_why({}, options),
    less: { label: m.news_letter_less({}, options), url: stop }
  }
}
