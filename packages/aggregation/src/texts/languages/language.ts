/** What is particular to a language: words too common to tell texts apart, and endings that inflect words. */
export interface Language {
  readonly stopWords: readonly string[]
  /** Endings, of which the longest that leaves a stem of `leastStem` letters is taken off. */
  readonly endings: readonly string[]
  readonly leastStem: number
}

/** A list written as one line of words. */
export function words(line: string): readonly string[] {
  return line.trim().split(/\s+/)
}
