import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { approvalElections, rankedElections, scoreElections } from '../../testing/arbitraries.ts'
import {
  readApprovalCsv,
  readRankedCsv,
  readScoreCsv,
  writeApprovalCsv,
  writeRankedCsv,
  writeScoreCsv
} from './ballot-csv.ts'

describe('ballots as CSV', () => {
  it('names the line and the option of an error', () => {
    expect(() => readRankedCsv('')).toThrow('readRankedCsv: the head must name the options')
    expect(() => readRankedCsv('a,a\n')).toThrow('line 1: two columns have one name')
    expect(() => readRankedCsv('a,b\n1\n')).toThrow('line 2 must have 2 cells, got 1')
    expect(() => readRankedCsv('a,b\n1,2\n0,1\n')).toThrow(
      'line 3: the cell of "a" must be a whole number of at least 1, got 0'
    )
    expect(() => readRankedCsv('count,a\n0,1\n')).toThrow('line 2: the count')
    expect(() => readApprovalCsv('a\nyes\n')).toThrow(
      'line 2: the cell of "a" must be 1, 0 or empty, got yes'
    )
    expect(() => readScoreCsv('a\n1.5\n')).toThrow('must be a whole number, got 1.5')
    expect(() => readScoreCsv('"a\n1\n')).toThrow('line 1: a quotation mark is out of place')
    expect(() => writeApprovalCsv({ options: ['count'], ballots: [] })).toThrow('must not be named "count"')
    expect(() => writeApprovalCsv({ options: ['a'], ballots: [{ approved: ['b'] }] })).toThrow(
      '"b", which is not'
    )
  })

  it('reads quoted cells over several lines, CRLF, a byte-order mark and trailing blank lines', () => {
    const text = '\uFEFF"a\r\n""b""",c\r\n1,2\r\n\r\n'
    expect(readRankedCsv(text)).toEqual({
      options: ['a\r\n"b"', 'c'],
      ballots: [{ ranking: ['a\r\n"b"', 'c'], count: 1 }]
    })
    expect(() => readRankedCsv('"a\nb"\nx\n')).toThrow('line 3')
    expect(readApprovalCsv('a,b\n1,').ballots).toEqual([{ approved: ['a'], count: 1 }])
  })

  it('reads numbers of several digits and below 0, and no other way to write them', () => {
    expect(readScoreCsv('a,b,c\n10, -12 ,\n').ballots).toEqual([{ scores: { a: 10, b: -12 }, count: 1 }])
    for (const cell of ['1e3', '0x1F', '1 2', '--1', '99999999999999999999'])
      expect(() => readScoreCsv(`a\n${cell}\n`), cell).toThrow(
        `readScoreCsv: line 2: the cell of "a" must be a whole number, got ${cell}`
      )
  })

  it('says which function refuses', () => {
    expect(() => readRankedCsv('a\nx\n')).toThrow('readRankedCsv: line 2')
    expect(() => readApprovalCsv('a\nx\n')).toThrow('readApprovalCsv: line 2')
    expect(() => readScoreCsv('')).toThrow('readScoreCsv: the head')
    expect(() => readApprovalCsv('')).toThrow('readApprovalCsv: the head')
    expect(() => readScoreCsv(',\n')).toThrow('the head must name the options')
    const unknown = { options: ['a'], ballots: [] }
    expect(() => writeRankedCsv({ ...unknown, ballots: [{ ranking: ['b'] }] })).toThrow(
      'writeRankedCsv: a ballot'
    )
    expect(() => writeScoreCsv({ ...unknown, ballots: [{ scores: { b: 1 } }] })).toThrow(
      'writeScoreCsv: a ballot'
    )
    expect(() => writeApprovalCsv({ ...unknown, ballots: [{ approved: ['b'] }] })).toThrow(
      'writeApprovalCsv: a'
    )
  })

  it('quotes a name with blanks around it, which would be lost otherwise, and no other', () => {
    expect(writeApprovalCsv({ options: [' a', 'b c', 'd,'], ballots: [] })).toBe('count," a",b c,"d,"\n')
  })

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(rankedElections(), election => {
        const plain = election.ballots.map(({ ranking, count }) => ({
          ranking: ranking.map(level => (level.length === 1 ? level[0] : level)),
          count
        }))
        expect(readRankedCsv(writeRankedCsv(election))).toEqual({ ...election, ballots: plain })
      })
    )
    fc.assert(
      fc.property(approvalElections(), election => {
        expect(readApprovalCsv(writeApprovalCsv(election))).toEqual(election)
      })
    )
    fc.assert(
      fc.property(scoreElections(), election => {
        expect(readScoreCsv(writeScoreCsv(election))).toEqual({
          ...election,
          ballots: election.ballots.map(({ scores, count }) => ({ scores: { ...scores }, count }))
        })
      })
    )
    const odd = { options: [' a,"', 'b\n'], ballots: [{ approved: ['b\n'], count: 2 }] }
    expect(readApprovalCsv(writeApprovalCsv(odd))).toEqual(odd)
  })
})
