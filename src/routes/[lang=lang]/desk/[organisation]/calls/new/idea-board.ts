import { localTimeOf, readLocalTime } from '#lib/core/call/local-time.ts'
import type { CallFields } from '#lib/core/call/input.ts'
import { m } from '#lib/locales/paraglide/messages.js'

interface Wish {
  readonly question: string
  readonly language: CallFields['language']
  readonly languages: readonly string[]
  readonly timeZone: string
  /** Milliseconds since 1970. */
  readonly now: number
}

const dayMs = 86_400_000

/** A call for ideas to begin with: three weeks for ideas and supports, the answer five weeks later. */
export function ideaBoard({ question, language, languages, timeZone, now }: Wish): CallFields {
  const day = (days: number) => localTimeOf(new Date(now + days * dayMs).toISOString(), timeZone).slice(0, 10)
  const close = readLocalTime(`${day(21)}T20:00`, timeZone)
  return {
    question,
    summary: '',
    background: '',
    promise: '',
    decides: '',
    answerOn: day(56),
    terms: '',
    licence: 'CC-BY-4.0',
    attribution: '',
    audience: '',
    area: null,
    visibility: 'public',
    language,
    languages: [...new Set([language, ...languages])] as CallFields['languages'],
    timeZone,
    steps: [
      {
        slug: 'ideas',
        title: m.ideas_many({}, { locale: language }),
        method: 'ideas',
        settings: {},
        opensAt: null,
        closesAt: close.kind === 'moment' ? close.at : null
      }
    ]
  }
}
