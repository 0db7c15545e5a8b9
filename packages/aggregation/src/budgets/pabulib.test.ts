import { describe, expect, it } from 'vitest'
import { pabulibElection, type PabulibElection, readPabulib, writePabulib } from './pabulib.ts'

const file = [
  'META',
  'key;value',
  'description;A budget',
  'budget;1000.5',
  'vote_type;cumulative',
  'max_sum_points;10',
  'PROJECTS',
  'project_id;cost;name;selected',
  'p1;250,25;"A ""green"" park; large";1',
  'p2;300;Pool;0',
  'VOTES',
  'voter_id;vote;points;age',
  '1;p1,p2;7,3;30',
  '2;p2;10;',
  ''
].join('\r\n')

describe('readPabulib', () => {
  it('reads quoted cells, decimals, points and further columns', () => {
    expect(readPabulib(file)).toEqual({
      meta: { description: 'A budget', budget: '1000.5', vote_type: 'cumulative', max_sum_points: '10' },
      voteType: 'cumulative',
      unit: 100,
      budget: 100050,
      projects: [
        { id: 'p1', cost: 25025, fields: { name: 'A "green" park; large', selected: '1' } },
        { id: 'p2', cost: 30000, fields: { name: 'Pool', selected: '0' } }
      ],
      votes: [
        { voter: '1', projects: ['p1', 'p2'], points: [7, 3], fields: { age: '30' } },
        { voter: '2', projects: ['p2'], points: [10], fields: {} }
      ],
      problems: []
    })
  })

  it('throws at the first problem, naming the line', () => {
    const broken = (from: string, to: string) => () => readPabulib(file.replace(from, to))
    expect(broken('p2;10;', 'p3;10;')).toThrow(
      'readPabulib: line 14: the voter "2" names "p3", which is not a project'
    )
    expect(broken('p2;10;', 'p2;1.5;')).toThrow('line 14: the points "1.5" are not a whole number')
    expect(broken('p1,p2;7,3', 'p1,p2;7')).toThrow('line 13: the voter "1" names 2 projects and 1 points')
    expect(broken('p1,p2;7,3', 'p1,p1;7,3')).toThrow('names "p1" twice')
    expect(broken('2;p2;10', '1;p2;10')).toThrow('line 14: the voter "1" comes twice')
    expect(broken('2;p2;10', ';p2;10')).toThrow('has no voter_id')
    expect(broken('p2;300', 'p2;-300')).toThrow('line 10: the project "p2" has no cost above 0')
    expect(broken('p2;300', 'p1;300')).toThrow('line 10: the project "p1" comes twice')
    expect(broken('p2;300', ';300')).toThrow('line 10: a project has no project_id')
    expect(broken('1000.5', 'much')).toThrow(
      'readPabulib: the budget must be a number of at least 0, got "much"'
    )
    expect(broken('cumulative', 'quadratic')).toThrow('readPabulib: vote_type must be one of approval')
    expect(broken('VOTES', 'VOICES')).toThrow('readPabulib: the section VOTES is missing')
    expect(broken('META', 'META;x')).toThrow('readPabulib: line 1: the file must begin with the section META')
    expect(broken('large"', 'large')).toThrow('readPabulib: line 9: a quotation mark is out of place')
    expect(() => readPabulib('')).toThrow('the section META is missing')
  })

  it('says what is missing where a whole column or line is', () => {
    const without = (...lines: [from: string, to: string][]) =>
      readPabulib(
        lines.reduce((text, [from, to]) => text.replace(from, to), file),
        'tolerant'
      )
    expect(() => without(['budget;1000.5\r\n', ''])).toThrow('a number of at least 0, got ""')
    expect(() => without(['vote_type;cumulative\r\n', ''])).toThrow(
      'ordinal, cumulative, scoring, choose-1, got ""'
    )
    expect(() => without(['budget;1000.5', 'budget'])).toThrow('got ""')
    const noCost = without(['project_id;cost', 'project_id;price'])
    expect(noCost.projects).toEqual([])
    expect(noCost.problems[0]).toEqual({
      line: 9,
      message: 'the project "p1" has no cost above 0 and is left out'
    })
    expect(without(['project_id', 'name_of']).problems[0]!.message).toContain('has no project_id')
    expect(without(['voter_id', 'person']).problems[0]!.message).toContain('the voter "" has no voter_id')
    const noVote = without(['voter_id;vote;', 'voter_id;choice;'])
    expect(noVote.problems.map(({ message }) => message)).toEqual([
      'the voter "1" names 0 projects and 2 points and is left out',
      'the voter "2" names 0 projects and 1 points and is left out'
    ])
    const noPoints = without(['vote;points', 'vote;weights'])
    expect(noPoints.problems[0]!.message).toContain('names 2 projects and 0 points')
  })

  it('reads a file with a byte order mark, blank lines and blanks around cells', () => {
    const text = [
      '\uFEFFMETA ',
      'key;value',
      ' budget ; 9 ',
      'vote_type;approval',
      '',
      'projects',
      ' project_id ;cost; name',
      ' p ; 4; A \uFEFFB ',
      '  ',
      'Votes',
      'voter_id;vote;age;sex',
      '1; p , q ;30',
      '2;;;'
    ].join('\n')
    const read = readPabulib(text, 'tolerant')
    expect(read).toMatchObject({ budget: 9, unit: 1, meta: { budget: '9', vote_type: 'approval' } })
    expect(read.projects).toEqual([{ id: 'p', cost: 4, fields: { name: 'A \uFEFFB' } }])
    expect(read.votes).toEqual([
      { voter: '1', projects: ['p'], points: null, fields: { age: '30' } },
      { voter: '2', projects: [], points: null, fields: {} }
    ])
    expect(read.problems).toEqual([
      { line: 12, message: 'the voter "1" names "q", which is not a project; it is left out' }
    ])
  })

  it('counts in the smallest money that the amounts of the file need', () => {
    const read = (budget: string, cost: string) =>
      readPabulib(
        `META\nkey;value\nbudget;${budget}\nvote_type;approval\nPROJECTS\nproject_id;cost\np;${cost}\nVOTES\nvoter_id;vote\n`
      )
    const amounts = (budget: string, cost: string) => {
      const { unit, budget: money, projects } = read(budget, cost)
      return [unit, money, projects[0]!.cost]
    }
    expect(amounts('9', '4')).toEqual([1, 9, 4])
    expect(amounts('9.00', '4,0')).toEqual([1, 9, 4])
    expect(amounts('9', '4,5')).toEqual([100, 900, 450])
    expect(amounts('9.125', '4')).toEqual([1_000, 9_125, 4_000])
    expect(amounts('9', '0.12345678')).toEqual([1_000_000, 9_000_000, 123_456])
    for (const wrong of ['4 zloty', 'about 4', '-4', '1e3', ''])
      expect(() => read('9', wrong), wrong).toThrow('has no cost above 0')
  })

  it('refuses points below 0', () => {
    expect(() => readPabulib(file.replace('7,3', '7,-3'))).toThrow('line 13: the points "-3"')
  })

  it('reads sections without rows, and a last line that ends in a semicolon', () => {
    const head = 'META\nkey;value\nbudget;9\nvote_type;approval\n'
    expect(readPabulib(`${head}PROJECTS\nVOTES\n`)).toMatchObject({ projects: [], votes: [] })
    const cut = `${head}PROJECTS\nproject_id;cost\np;4\nVOTES\nvoter_id;vote;age\n1;p;`
    expect(readPabulib(cut).votes).toEqual([{ voter: '1', projects: ['p'], points: null, fields: {} }])
  })

  it('leaves out what is wrong and lists it, in the tolerant mode', () => {
    const text = file
      .replace('p1,p2;7,3', 'p1,p9;7,3')
      .replace('2;p2;10', '1;p2;10')
      .replace('p2;300', 'p2;0')
    const { votes, projects, problems } = readPabulib(text, 'tolerant')
    expect(projects.map(({ id }) => id)).toEqual(['p1'])
    expect(votes).toEqual([{ voter: '1', projects: ['p1'], points: [7], fields: { age: '30' } }])
    expect(problems.map(({ line }) => line)).toEqual([10, 13, 14])
  })
})

describe('writePabulib', () => {
  it('writes what readPabulib reads back', () => {
    const election = readPabulib(file)
    const again = readPabulib(writePabulib(election))
    expect({ ...again, meta: null }).toEqual({ ...election, meta: null })
    expect(again.meta).toMatchObject({ num_projects: '2', num_votes: '2', budget: '1000.50' })
  })

  it('leaves cells empty where a row has no points or no such field', () => {
    const election: PabulibElection = {
      meta: {},
      voteType: 'cumulative',
      unit: 1,
      budget: 9,
      projects: [
        { id: 'p', cost: 4, fields: { name: 'A; B' } },
        { id: 'q', cost: 5, fields: {} }
      ],
      votes: [
        { voter: '1', projects: ['p'], points: [2], fields: {} },
        { voter: '2', projects: [], points: null, fields: { age: '30' } }
      ],
      problems: []
    }
    expect(writePabulib(election).split('\n').slice(6)).toEqual([
      'PROJECTS',
      'project_id;cost;name',
      'p;4;"A; B"',
      'q;5;',
      'VOTES',
      'voter_id;vote;points;age',
      '1;p;2;',
      '2;;;30',
      ''
    ])
  })
})

describe('writePabulib of odd cells', () => {
  it('quotes what would not be read back, and writes cents with their zeros', () => {
    const fields = { name: ' A ', text: 'one\ntwo; "three"' }
    const election: PabulibElection = {
      meta: {},
      voteType: 'approval',
      unit: 100,
      budget: 5,
      projects: [{ id: 'p', cost: 4, fields }],
      votes: [],
      problems: []
    }
    const text = writePabulib(election)
    expect(text).toContain('budget;0.05\n')
    expect(text).toContain('p;0.04;" A ";"one\ntwo; ""three"""\n')
    expect(readPabulib(text)).toMatchObject({ unit: 100, budget: 5, projects: [{ id: 'p', cost: 4 }] })
  })
})

describe('pabulibElection', () => {
  it('turns each form of ballot into approvals or points', () => {
    const form = (voteType: string) =>
      pabulibElection(readPabulib(file.replace('cumulative', voteType))).ballots[0]
    expect(form('cumulative')).toEqual({ points: { p1: 7, p2: 3 } })
    expect(form('scoring')).toEqual({ points: { p1: 7, p2: 3 } })
    expect(form('approval')).toEqual({ approved: ['p1', 'p2'] })
    expect(form('choose-1')).toEqual({ approved: ['p1', 'p2'] })
    expect(form('ordinal')).toEqual({ points: { p1: 2, p2: 1 } })
    const longer = file.replace('cumulative', 'ordinal').replace('max_sum_points;10', 'max_length;5')
    expect(pabulibElection(readPabulib(longer)).ballots[0]).toEqual({ points: { p1: 5, p2: 4 } })
  })
})
