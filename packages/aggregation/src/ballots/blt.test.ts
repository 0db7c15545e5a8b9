import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankedElections } from '../../testing/arbitraries.ts'
import { readBlt, writeBlt } from './blt.ts'

const file = `# ward 3
4 2          # four candidates, two seats
-2
(b1) 3 1 3=2 4 0
2 - 2 0
1 0
0
"Adam"
"Basil"
"Charlotte"
"Donald Duck"
"Gardening Club"
`

describe('readBlt', () => {
  it('reads levels, blanks, comments and withdrawn options', () => {
    expect(readBlt(file)).toEqual({
      title: 'Gardening Club',
      seats: 2,
      options: ['Adam', 'Charlotte', 'Donald Duck'],
      withdrawn: ['Basil'],
      ballots: [
        { ranking: ['Adam', 'Charlotte', 'Donald Duck'], count: 3 },
        { ranking: [], count: 2 },
        { ranking: [], count: 1 }
      ]
    })
  })

  it('names the line of an error', () => {
    expect(() => readBlt('2 1\n1 3 0\n0\n"a"\n"b"\n')).toThrow('readBlt: line 2: 3 is not an option')
    expect(() => readBlt('2 1\n1 1 1 0\n0\n"a"\n"b"\n')).toThrow('line 2: 1 ranks an option twice')
    expect(() => readBlt('x 1\n')).toThrow('line 1: x is not the number of options')
    expect(() => readBlt('2 1\n-5\n0')).toThrow('line 2: -5 withdraws an unknown option')
    expect(() => readBlt('2 1\n0\n"a"\nb\n')).toThrow('line 4: b is not the name of an option in quotes')
    expect(() => readBlt('2 1\n0\n"a"\n"b"\n"t"\n"u"')).toThrow('follows the end')
    expect(() => readBlt('2 1\n1 1')).toThrow('the file ends before the election does')
    expect(() => readBlt('')).toThrow('the file ends')
    expect(() => readBlt('2 1\n0\n"a"\n"a"\n')).toThrow('distinct')
  })
})

describe('writeBlt', () => {
  it('writes what readBlt reads back', () => {
    fc.assert(
      fc.property(rankedElections(), ({ options, ballots }) => {
        const election = { title: 'T', seats: 2, options, withdrawn: ['gone'], ballots }
        const plain = ballots.map(({ ranking, count }) => ({
          ranking: ranking.map(level => (level.length === 1 ? level[0] : level)),
          count
        }))
        expect(readBlt(writeBlt(election))).toEqual({ ...election, ballots: plain })
      })
    )
  })

  it('refuses what the format cannot hold', () => {
    const election = { title: '', seats: 1, options: ['a"b'], withdrawn: [], ballots: [] }
    expect(() => writeBlt(election)).toThrow('quotation mark')
    expect(() => writeBlt({ ...election, options: ['a'], ballots: [{ ranking: ['x'] }] })).toThrow(
      '"x", which is not'
    )
    expect(() => writeBlt({ ...election, options: ['a'], seats: 0 })).toThrow('seats')
  })
})
