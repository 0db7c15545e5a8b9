import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LanguageCode } from '@mozaika/aggregation'

/** Texts of one language that people wrote, each once, and where they are from. */
export interface Corpus {
  readonly language: LanguageCode
  readonly source: string
  readonly texts: readonly string[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const shared = process.env['CROWD_DATA'] ?? join(root, '..', 'shared', 'data')
const polis = join(root, 'examples', 'bowling-green', 'comments.csv')
const pabulib = join(shared, 'pabulib')

/** Shorter ones say too little for their wording to be told from another's. */
const leastWords = 5
/** Words in both, of all in either. */
const mostShared = 0.5

/**
 * Real texts in the six languages. Statements of residents where there are some: English, 896 of them (Bowling Green,
 * gathered with Polis, CC BY 4.0, in this repository); Polish, titles of projects people proposed to their towns
 * (Pabulib, read in place). Of the other languages, and of Polish where Pabulib is missing: the sentences of this
 * project's own messages. What is missing is said, not made up.
 */
export function readCorpora(): { corpora: Corpus[]; missing: string[] } {
  const missing: string[] = []
  const corpora = (['en', 'uk', 'pl', 'bg', 'es', 'ru'] as const).map((language): Corpus => {
    if (language === 'en')
      return { language, source: 'Bowling Green', texts: tidy(statementsOf(readFileSync(polis, 'utf8'))) }
    if (language === 'pl' && existsSync(pabulib))
      return {
        language,
        source: 'Pabulib',
        texts: tidy(globSync(join(pabulib, 'Poland*.pb')).sort().flatMap(projectsOf))
      }
    if (language === 'pl') missing.push(`projects of Pabulib (${pabulib})`)
    return { language, source: 'messages', texts: tidy(messagesOf(language)) }
  })
  return { corpora, missing }
}

/**
 * Each once. People, and interfaces too, say some things nearly twice, and nobody has marked which of them are copies: where
 * two share half of their words or more, the later one is left out.
 */
function tidy(texts: readonly string[]): string[] {
  const kept: string[] = []
  const wordsOf: ReadonlySet<string>[] = []
  const withWord = new Map<string, number[]>()
  for (const text of new Set(texts.map(text => text.replace(/\s+/g, ' ').trim()))) {
    if (text.split(' ').length < leastWords) continue
    const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    const shared = new Map<number, number>()
    for (const word of words)
      for (const other of withWord.get(word) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1)
    const isCopy = [...shared].some(
      ([other, count]) => count >= mostShared * (words.size + wordsOf[other]!.size - count)
    )
    if (isCopy) continue
    for (const word of words) withWord.set(word, [...(withWord.get(word) ?? []), kept.length])
    kept.push(text)
    wordsOf.push(words)
  }
  return kept
}

/** The last column of a Polis export: its text, quoted where it has commas. */
function statementsOf(csv: string): string[] {
  return csvRows(csv)
    .slice(1)
    .map(row => row.at(-1) ?? '')
}

function csvRows(csv: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let at = 0; at < csv.length; at++) {
    const sign = csv[at]!
    if (quoted && sign === '"' && csv[at + 1] === '"') {
      cell += '"'
      at++
    } else if (sign === '"') quoted = !quoted
    else if (!quoted && (sign === ',' || sign === '\n')) {
      rows.at(-1)!.push(cell)
      cell = ''
      if (sign === '\n') rows.push([])
    } else if (sign !== '\r') cell += sign
  }
  rows.at(-1)!.push(cell)
  return rows.filter(row => row.length > 1)
}

/** Names of projects of a `.pb` file. */
function projectsOf(path: string): string[] {
  const section =
    readFileSync(path, 'utf8')
      .split(/^PROJECTS\s*$/m)[1]
      ?.split(/^VOTES\s*$/m)[0] ?? ''
  const [head, ...rows] = section.trim().split(/\r?\n/)
  const place = head!.split(';').indexOf('name')
  return rows.map(row => row.split(';')[place] ?? '')
}

/** Sentences of the message files, without places to be filled in. */
function messagesOf(language: string): string[] {
  const files = [
    ...globSync(join(root, `src/locales/*/${language}.json`)),
    ...globSync(join(root, `src/methods/*/messages/${language}.json`))
  ].sort()
  return files.flatMap(file =>
    textsIn(JSON.parse(readFileSync(file, 'utf8')))
      .filter(text => !text.includes('{') && !text.includes(' = '))
      .flatMap(text => text.split(/(?<=[.!?…])\s+/))
  )
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
