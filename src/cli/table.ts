type Row = Readonly<Record<string, unknown>>

/** An answer for people: a list of things as a table, one thing as its fields, at most `columns` characters wide. */
export function asTable(answer: unknown, columns: number): string {
  if (!isRow(answer)) return textOf(answer)
  const lists = Object.entries(answer).filter((entry): entry is [string, Row[]] => isList(entry[1]))
  const fields = flat(Object.fromEntries(Object.entries(answer).filter(([, value]) => !isList(value))))
  const parts = [
    ...(fields.length > 0 ? [fieldLines(fields)] : []),
    ...lists.map(
      ([name, rows]) => (lists.length > 1 || fields.length > 0 ? `${name}:\n` : '') + rowLines(rows, columns)
    )
  ]
  return parts.join('\n\n')
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: unknown): value is Row[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRow)

/** Fields inside fields, by their whole names: `organisation.name`. */
function flat(row: Row, prefix = ''): [string, string][] {
  return Object.entries(row).flatMap(([key, value]): [string, string][] =>
    isRow(value) && Object.keys(value).length > 0
      ? flat(value, `${prefix}${key}.`)
      : [[prefix + key, textOf(value)]]
  )
}

function fieldLines(fields: readonly [string, string][]): string {
  const width = Math.max(...fields.map(([name]) => name.length))
  return fields
    .map(([name, text]) => `${name.padEnd(width)}  ${text.replaceAll('\n', `\n${' '.repeat(width + 2)}`)}`)
    .join('\n')
}

function rowLines(rows: readonly Row[], columns: number): string {
  const cells = rows.map(row => new Map(flat(row)))
  const names = [...new Set(cells.flatMap(row => [...row.keys()]))]
  const texts = [names, ...cells.map(row => names.map(name => (row.get(name) ?? '').replaceAll(/\s+/g, ' ')))]
  const widths = fitted(
    names.map((_, n) => Math.max(...texts.map(row => row[n]!.length))),
    columns - 2 * (names.length - 1)
  )
  const lines = texts.map(row =>
    row
      .map((text, n) => cut(text, widths[n]!).padEnd(widths[n]!))
      .join('  ')
      .trimEnd()
  )
  return [lines[0], widths.map(width => '─'.repeat(width)).join('  '), ...lines.slice(1)].join('\n')
}

const narrowest = 6

/** Takes from the widest until all fit; below a readable width the lines are left longer than the terminal. */
function fitted(widths: readonly number[], most: number): number[] {
  const fitting = [...widths]
  while (sum(fitting) > most) {
    const widest = fitting.indexOf(Math.max(...fitting))
    if (fitting[widest]! <= narrowest) break
    fitting[widest]! -= 1
  }
  return fitting
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
