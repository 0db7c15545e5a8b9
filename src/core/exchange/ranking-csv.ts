import { byteOrderMark, csvLine } from '../text/csv.ts'
import type { RankingRow } from './ranking-view.ts'

/** A ranking as a CSV table for spreadsheets. */
export function rankingCsv(rows: readonly RankingRow[]): string {
  const lines = rows.map(row =>
    csvLine([row.rank, row.score, row.title ?? '', row.theme ?? '', row.contributionId])
  )
  return byteOrderMark + csvLine(['rank', 'score', 'title', 'theme', 'id']) + lines.join('')
}
