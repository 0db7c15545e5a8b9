import { expect, test } from 'vitest'
import { rankingCsv } from './ranking-csv.ts'

test('a ranking is a table that a spreadsheet reads and cannot be made to run', () => {
  const rows = [
    { rank: 1, score: 12, contributionId: 'c1', title: '=SUM(A1)', theme: 'parks' },
    { rank: 2, score: -0.5, contributionId: 'c2', title: 'Benches, "soft"', theme: null },
    { rank: 2, score: -0.5, contributionId: 'c3', title: null, theme: null }
  ]
  expect(rankingCsv(rows).split('\r\n')).toEqual([
    '\ufeffrank,score,title,theme,id',
    `1,12,'=SUM(A1),parks,c1`,
    '2,-0.5,"Benches, ""soft""",,c2',
    '2,-0.5,,,c3',
    ''
  ])
})
