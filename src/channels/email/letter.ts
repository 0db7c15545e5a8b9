import type { languages } from '../../core/text/schema.ts'

export type Language = (typeof languages)[number]

/** A letter as words, before it is laid out: plain text throughout. */
export interface LetterText {
  readonly subject: string
  readonly paragraphs: readonly string[]
  /** Several things to read on about, below headings; instead of the one link. */
  readonly sections?: readonly {
    readonly heading: string
    readonly items: readonly { readonly text: string; readonly url: string }[]
  }[]
  /** What the link is called and where it leads; a letter asks for one thing at most. */
  readonly link?: { readonly label: string; readonly url: string }
  /** Why this person gets this letter. */
  readonly why: string
  /** How to get fewer such letters, or none. */
  readonly less?: { readonly label: string; readonly url: string }
}

/** One kind of letter in all languages, from its facts. */
export type LetterKind<Facts> = Readonly<Record<Language, (facts: Facts) => LetterText>>

/** "30 minutes" in any language, with its plural forms. */
export function duration(language: Language, unit: 'minute' | 'day', count: number): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
