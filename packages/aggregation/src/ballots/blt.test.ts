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

  it('refuses numbers that are none and places that the file has not', () => {
    expect(() => readBlt('2x 1\n')).toThrow('line 1: 2x is not the number of options')
    expect(() => readBlt('x2 1\n')).toThrow('line 1: x2 is not the number of options')
    expect(() => readBlt('0 1\n')).toThrow('line 1: 0 is not the number of options')
    expect(() => readBlt('2 0\n')).toThrow('line 1: 0 is not the number of seats')
    expect(() => readBlt('2 1\n-0\n')).toThrow('line 2: -0 withdraws an unknown option')
    expect(() => readBlt('2 1\n-1.5\n')).toThrow('line 2: -1.5 withdraws an unknown option')
    expect(() => readBlt('2 1\nx 1 0\n')).toThrow('line 2: x is not a ballot weight or the closing 0')
    for (const option of ['0=1', '1.5', '-1'])
      expect(() => readBlt(`2 1\n1 ${option} 0\n0\n`), option).toThrow('is not an option')
    expect(() => readBlt('1 1\n0\n"a"\ntitle\n')).toThrow('line 4: title is not the title in quotes')
    expect(() => readBlt('1 1\n0\n"a"\n"t\n')).toThrow('line 4: " is not the title in quotes')
    expect(() => readBlt('1 1\n')).toThrow('readBlt: the file ends')
  })

  it('reads a file without a title, with numbers of two digits, and withdraws the first option', () => {
    const names = Array.from({ length: 12 }, (_, i) => `"o${i + 1}"`).join('\n')
    const read = readBlt(`12 1\n-1\n(first ballot) 10 12 1 0\n0\n${names}\n`)
    expect(read).toMatchObject({ title: '', withdrawn: ['o1'], ballots: [{ ranking: ['o12'], count: 10 }] })
    expect(read.options).toHaveLength(11)
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

  it('writes all withdrawn options on one line, and no empty level', () => {
    const election = {
      title: 'T',
      seats: 1,
      options: ['a'],
      withdrawn: ['b', 'c'],
      ballots: [{ ranking: [[], 'a'], count: 2 }]
    }
    expect(writeBlt(election)).toBe('3 1\n-2 -3\n2 1 0\n0\n"a"\n"b"\n"c"\n"T"\n')
    expect(() => writeBlt({ ...election, withdrawn: ['a'] })).toThrow(
      'writeBlt: options must have distinct ids'
    )
    expect(() => writeBlt({ ...election, ballots: [{ ranking: ['a'], count: 0 }] })).toThrow(
      'writeBlt: the weight of a ballot'
    )
    expect(() => writeBlt({ ...election, title: 'a "b"' })).toThrow('writeBlt: a name must not hold')
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
