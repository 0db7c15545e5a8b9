/**
 * A line of a CSV table (RFC 4180). Texts that a spreadsheet would run as a formula get an apostrophe before them; numbers
 * stay as they are.
 */
export function csvLine(values: readonly (string | number)[]): string {
  return `${values.map(cell).join(',')}\r\n`
}

/** Spreadsheets read a file as UTF-8 only when it begins so. */
export const byteOrderMark = '\ufeff'

function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
