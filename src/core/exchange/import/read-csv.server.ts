import type { InputOf } from '../../door/act.ts'
import type { StepRules } from '../../method.ts'
import { readTime } from '../call-file/local-time.ts'
import type { importContributions } from './contributions-act.ts'
import { columnOf, readTable } from './read-table.server.ts'
import { SourceError } from './source-error.ts'
import type { SourceProblem } from './source-error.ts'

type Item = InputOf<typeof importContributions>['items'][number]

/** Which column a field is read from. `key`, `author`, `place`, `language`, `created` and `state` are ours; the others go into the body. */
export type Mapping = Readonly<Record<string, string>>

export interface CsvRow {
  readonly row: number
  readonly item: Item
}

const ours = ['key', 'author', 'place', 'language', 'created', 'state']

/**
 * Reads contributions from a CSV table. `place` is `latitude, longitude`; `created` a time with an offset, or as clocks in
 * the call's time zone show it; `theme` the id or the label of a theme; without a `key` the number of the row is the key.
 *
 * @throws SourceError with all problems of all rows, at most a hundred.
 */
export function readCsv(
  text: string,
  file: string,
  { mapping, themes, timeZone }: { mapping: Mapping; themes: StepRules['themes']; timeZone: string }
): CsvRow[] {
  const table = readTable(text, file)
  const columns = new Map(Object.entries(mapping).map(([field, column]) => [field, columnOf(table, column)]))
  const problems: SourceProblem[] = []
  const rows = table.rows.map(({ row, cells }): CsvRow => {
    const cell = (field: string) => (columns.has(field) ? cells[columns.get(field)!]!.trim() : '')
    const fail = (field: string, code: string, limits?: SourceProblem['limits']) =>
      void problems.push({ file, row, field: mapping[field]!, code, ...(limits ? { limits } : {}) })
    const { author, language, state } = {
      author: cell('author'),
      language: cell('language'),
      state: cell('state')
    }
    const item = {
      key: cell('key') || `row ${row}`,
      body: bodyOf(mapping, themes, cell, fail),
      ...(author ? { author: author.slice(0, 100), authorName: author.slice(0, 80) } : {}),
      ...(language ? { language } : {}),
      ...(state ? { state } : {}),
      ...placeOf(cell('place'), fail),
      ...timeOf(cell('created'), timeZone, fail)
    }
    // What is wrong with a language or a state the act says.
    return { row, item: item as Item }
  })
  if (problems.length > 0) throw new SourceError(...problems.slice(0, 100))
  return rows
}

type Fail = (field: string, code: string, limits?: SourceProblem['limits']) => void

function bodyOf(
  mapping: Mapping,
  themes: StepRules['themes'],
  cell: (field: string) => string,
  fail: Fail
): Item['body'] {
  const fields = Object.keys(mapping).filter(field => !ours.includes(field))
  return Object.fromEntries(
    fields.flatMap(field => {
      const value = cell(field)
      if (field !== 'theme') return [[field, value]]
      if (value === '') return []
      const theme = themes.find(
        ({ id, label }) => id === value || label.toLowerCase() === value.toLowerCase()
      )
      if (!theme) fail(field, 'not-a-choice', { value, choices: themes.map(({ label }) => label).join(', ') })
      return theme ? [[field, theme.id]] : []
    })
  )
}

function placeOf(text: string, fail: Fail): Pick<Item, 'place'> {
  if (text === '') return {}
  const match = /^(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)$/.exec(text)
  if (!match) {
    fail('place', 'not-a-place', { value: text.slice(0, 80) })
    return {}
  }
  return { place: { lat: Number(match[1]), lon: Number(match[2]) } }
}

function timeOf(text: string, timeZone: string, fail: Fail): Pick<Item, 'at'> {
  if (text === '') return {}
  const time = readTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T12:00` : text, timeZone, new Date(0))
  if (time.ok) return { at: time.at.toISOString() }
  const { ok: _, code, ...limits } = time
  fail('created', code, { value: text.slice(0, 80), ...limits })
  return {}
}
