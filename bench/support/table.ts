/** A table in Markdown whose columns are as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, n) => Math.max(...[title, ...rows.map(row => row[n]!)].map(widthOf)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, n) => cell + ' '.repeat(widths[n]! - widthOf(cell))).join(' | ')} |`
  return [line(head), `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join(
    '\n'
  )
}

const widthOf = (text: string): number => [...text].length
