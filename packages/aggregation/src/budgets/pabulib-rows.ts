import { fail } from '../checks.ts'

/** A row of a section under its head: cells by the name of their column. */
export interface Cell {
  readonly line: number
  readonly cell: (name: string) => string | undefined
  readonly others: (...known: string[]) => Record<string, string>
}

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

/** The three sections of a Pabulib file; META as plain rows without its head. */
export interface Sections {
  readonly meta: readonly Row[]
  readonly projects: readonly Cell[]
  readonly votes: readonly Cell[]
}

/** Parts a Pabulib file into its sections. Throws when one is missing or a quotation mark is out of place. */
export function readSections(text: string): Sections {
  const sections = new Map<string, Row[]>()
  let current: Row[] | undefined
  for (const row of readRows(text)) {
    const name = row.cells[0]!.trim().toUpperCase()
    if (row.cells.length === 1 && ['META', 'PROJECTS', 'VOTES'].includes(name)) {
      current = []
      sections.set(name, current)
    } else if (current) current.push(row)
    else fail('readPabulib', `line ${row.line}: the file must begin with the section META`)
  }
  const section = (name: string) =>
    sections.get(name) ?? fail('readPabulib', `the section ${name} is missing`)
  return {
    meta: section('META').slice(1),
    projects: underHead(section('PROJECTS')),
    votes: underHead(section('VOTES'))
  }
}

function underHead([head, ...rows]: readonly Row[]): Cell[] {
  const names = head?.cells.map(name => name.trim()) ?? []
  return rows.map(({ line, cells }) => ({
    line,
    cell: name => cells[names.indexOf(name)]?.trim(),
    others: (...known) =>
      Object.fromEntries(
        names.flatMap((name, i) => (known.includes(name) || !cells[i] ? [] : [[name, cells[i].trim()]]))
      )
  }))
}

/**
 * Rows of cells parted by semicolons; a quoted cell may hold semicolons, line breaks and doubled quotation
 * marks.
 */
function readRows(text: string): Row[] {
  const rows: Row[] = []
  let cells: string[] = []
  let line = 1
  let began = 1
  const source = text.replace(/^\uFEFF/, '')
  const pattern = /(?:"((?:[^"]|"")*)"|((?!")[^;\r\n]*))(;|\r\n|\r|\n|$)/gy
  while (pattern.lastIndex < source.length) {
    const match = pattern.exec(source)
    if (!match) fail('readPabulib', `line ${line}: a quotation mark is out of place`)
    const [whole, quoted, plain, end] = match
    cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    line += whole.split('\n').length - 1
    if (end === ';') continue
    if (cells.length > 1 || cells[0]!.trim() !== '') rows.push({ line: began, cells })
    cells = []
    began = line
  }
  if (cells.length > 0) rows.push({ line: began, cells: [...cells, ''] })
  return rows
}

/** A row as text. */
export function writeRow(cells: readonly string[]): string {
  return cells
    .map(cell => (/[;"\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(';')
}
