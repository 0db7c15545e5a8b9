import { bg } from './bg.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import type { Language } from './language.ts'
import { pl } from './pl.ts'
import { ru } from './ru.ts'
import { uk } from './uk.ts'

/** Languages whose words are known by their endings; of others (and of Chinese, `zh`) words are taken as they are. */
export type LanguageCode = 'bg' | 'en' | 'es' | 'pl' | 'ru' | 'uk' | 'zh'

export const languages: Readonly<Record<LanguageCode, Language>> = {
  bg,
  en,
  es,
  pl,
  ru,
  uk,
  zh: { stopWords: ['的', '了', '是', '在', '和', '有', '我', '不', '也', '就'], endings: [], leastStem: 1 }
}
