import type { RankingRow } from './ranking-view.ts'

/**
 * A ranking for spreadsheets (RFC 4180, UTF-8 with a byte order mark). Texts that a spreadsheet would run as a formula get
 * an apostrophe before them.
 */
export function rankingCsv(rows: readonly RankingRow[]): string {
  const lines = rows.map(row => [row.rank, row.score, row.title ?? '', row.theme ?? '', row.contributionId])
  return `\ufeff${[['rank', 'score', 'title', 'theme', 'id'], ...lines].map(line => `${line.map(cell).join(',')}\r\n`).join('')}`
}

function cell(value: string | number): string {
  const text = String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
