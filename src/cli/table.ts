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
  const texts = names.map(name => [name, ...cells.map(row => (row.get(name) ?? '').replaceAll(/\s+/g, ' '))])
  const widths = fitted(
    texts.map(column => Math.max(...column.map(text => text.length))),
    columns
  )
  const shown = widths.map((width, n) => [texts[n]![0]!, '─'.repeat(width), ...texts[n]!.slice(1)])
  const lines = shown[0]!.map((_, row) =>
    shown
      .map((column, n) => cut(column[row]!, widths[n]!).padEnd(widths[n]!))
      .join(gap)
      .trimEnd()
  )
  const left = names.slice(widths.length)
  return [...lines, ...(left.length > 0 ? [`With --output json also: ${left.join(', ')}`] : [])].join('\n')
}

const gap = '  '
/** An id fits, and of a sentence enough to know it by. */
const widest = 40

/** The widths of as many columns as fit beside each other, at least one; what room is left goes to those that were cut. */
function fitted(natural: readonly number[], most: number): number[] {
  const widths: number[] = []
  let room = most + gap.length
  for (const width of natural) {
    const wanted = Math.min(width, widest)
    if (widths.length > 0 && wanted + gap.length > room) break
    widths.push(wanted)
    room -= wanted + gap.length
  }
  return widths.map((width, n) => {
    const more = Math.max(0, Math.min(natural[n]! - width, room))
    room -= more
    return width + more
  })
}

const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
