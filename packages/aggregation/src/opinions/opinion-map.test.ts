import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyOpinions, camps, readPolisExport } from '../../testing/opinions.ts'
import { seededRandom } from '../random.ts'
import { alignMap } from './align-map.ts'
import { bridgingFactors } from './bridging-factors.ts'
import { consensusStatements } from './consensus-statements.ts'
import { groupInformedConsensus } from './group-informed-consensus.ts'
import { groupStatistics } from './group-statistics.ts'
import { groupSureness } from './group-sureness.ts'
import { opinionMap } from './opinion-map.ts'
import { opinionProfile, opinionProfileOfColumns, VOTES } from './opinion-profile.ts'
import { ratingsOfOpinions } from './rating-profile.ts'
import { representativeStatements } from './representative-statements.ts'
import { statementPriorities } from './statement-priorities.ts'
import { updateOpinions } from './update-opinions.ts'

const planted = camps(seededRandom('planted'), { voters: 600, statements: 40, votes: 12_000, camps: 3 })
const profile = opinionProfileOfColumns(planted)
const map = opinionMap(profile)

describe('opinionMap', () => {
  it('refuses settings out of range', () => {
    expect(() => opinionMap(profile, { leastVotes: -1 })).toThrow('opinionMap: leastVotes')
    expect(() => opinionMap(profile, { mostGroups: 9 })).toThrow(
      'opinionMap: mostGroups must lie between 2 and 8'
    )
    expect(() => opinionMap(profile, { mostBase: 1 })).toThrow('opinionMap: mostBase')
  })

  it('has no groups, and says why, when nobody or one place is there', () => {
    expect(opinionMap(opinionProfile([], [])).groups).toEqual({ kind: 'too-few', have: 0, need: 2 })
    const same = ['a', 'b'].map(voter => ({ voter, statement: 's', vote: 'agree' }) as const)
    expect(opinionMap(opinionProfile(['s'], same)).groups).toEqual({ kind: 'too-few', have: 1, need: 2 })
  })

  it('finds three camps, numbered by size', () => {
    if (map.groups.kind === 'too-few') throw new Error('no groups')
    const sizes = map.groups.groups.map(({ people }) => people)
    expect(sizes).toHaveLength(3)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    sizes.forEach((people, group) =>
      expect(map.people.filter(person => person.group === group)).toHaveLength(people)
    )
  })

  it('groups people with few votes only where there are few people, those with as many together', () => {
    const votes = ['a', 'b', 'c'].flatMap((voter, i) =>
      ['s', 't', 'u', 'w', 'x', 'y', 'z', 'q']
        .slice(0, i === 0 ? 8 : 2)
        .map(
          statement =>
            ({ voter, statement, vote: statement < 't' || i === 1 ? 'agree' : 'disagree' }) as const
        )
    )
    const small = opinionProfile(['s', 't', 'u', 'w', 'x', 'y', 'z', 'q'], votes)
    const grouped = (leastPeople: number) => opinionMap(small, { leastPeople }).groups.kind === 'groups'
    expect([0, 1, 2].map(grouped)).toEqual([false, false, true])
  })

  it('is the same when refreshed from the last map, and survives JSON', () => {
    const kept = JSON.parse(JSON.stringify(map)) as typeof map
    expect(kept).toEqual(map)
    const changed = updateOpinions(profile, [{ voter: 'v000001', statement: 's000002', vote: 'pass' }])
    const [cold, warm] = [opinionMap(changed), opinionMap(changed, { start: kept.axes })]
    cold.people.forEach((person, i) => {
      expect(Math.abs(person.x - warm.people[i]!.x) + Math.abs(person.y - warm.people[i]!.y)).toBeLessThan(
        1e-6
      )
      expect(person.group).toBe(warm.people[i]!.group)
    })
  })

  it('puts nobody further than 1e-6 from their place in a full run, and all in the same groups', () => {
    for (const seed of ['one', 'two', 'three', 'four']) {
      const random = seededRandom(`refresh ${seed}`)
      const known = camps(random, { voters: 900, statements: 60, votes: 16_000, camps: 3 })
      const before = opinionProfileOfColumns(known)
      const start = opinionMap(before).axes
      const changed = updateOpinions(
        before,
        Array.from({ length: 200 }, () => ({
          voter: known.voters[random.below(known.voters.length)]!,
          statement: known.statements[random.below(60)]!,
          vote: VOTES[random.below(3)]!
        }))
      )
      const [cold, warm] = [opinionMap(changed), opinionMap(changed, { start })]
      expect(warm.axes.steps).toBeLessThan(cold.axes.steps)
      expect(warm.people.map(({ group }) => group)).toEqual(cold.people.map(({ group }) => group))
      cold.people.forEach(({ x, y }, i) => {
        expect(Math.hypot(x - warm.people[i]!.x, y - warm.people[i]!.y)).toBeLessThan(1e-6)
      })
    }
  })

  it('groups alike in another order of statements and voters', () => {
    const [voters, statements] = [planted.voters.toReversed(), planted.statements.toReversed()]
    const other = opinionMap(
      opinionProfileOfColumns({
        voters,
        statements,
        voterOf: [...(planted.voterOf as Uint32Array)].map(v => voters.length - 1 - v),
        statementOf: [...(planted.statementOf as Uint32Array)].map(s => statements.length - 1 - s),
        votes: planted.votes
      })
    )
    expect(other.people.map(({ group }) => group)).toEqual(map.people.map(({ group }) => group))
  })
})

describe('alignMap', () => {
  it('turns a mirrored and turned map back, and gives groups their old numbers', () => {
    const [cos, sin] = [0.6, 0.8]
    const turned = {
      ...map,
      people: map.people.map(person => ({
        ...person,
        x: cos * person.x + sin * person.y,
        y: sin * person.x - cos * person.y,
        group: person.group === null ? null : [2, 0, 1][person.group]!
      }))
    }
    const { people, stability, numbers } = alignMap(turned, map)
    expect(numbers).toEqual([1, 2, 0])
    expect(stability!.positions).toBeCloseTo(1, 12)
    expect([stability!.groups, stability!.stayed, stability!.people]).toEqual([1, 1, 600])
    people.forEach((person, i) => {
      expect(person.group).toBe(map.people[i]!.group)
      expect(Math.abs(person.x - map.people[i]!.x) + Math.abs(person.y - map.people[i]!.y)).toBeLessThan(1e-9)
    })
  })

  it('leaves the map as it is when nobody is on both', () => {
    const { people, stability, turn } = alignMap(map, { people: [] })
    expect([people, stability, turn]).toEqual([
      map.people,
      null,
      [
        [1, 0],
        [0, 1]
      ]
    ])
  })

  it('tells chance from agreement', () => {
    const random = seededRandom('shuffled groups')
    const shuffled = map.people.map(person => ({ ...person, group: random.below(3) }))
    const { stability } = alignMap(map, { people: shuffled })
    expect(Math.abs(stability!.groups)).toBeLessThan(0.05)
    expect(stability!.stayed).toBeLessThan(0.5)
  })
})

describe('groupSureness', () => {
  it('is sure of camps, and not of a cloud', () => {
    const sure = groupSureness(map, seededRandom('sure'), { rounds: 20 })
    if (sure.kind === 'too-few') throw new Error('no groups')
    expect(sure.chance).toBeLessThan(0.06)
    sure.groups.forEach(({ overlap }) => expect(overlap).toBeGreaterThan(0.9))
    const meanSureness = sure.people.reduce((sum, { sureness }) => sum + sureness, 0) / sure.people.length
    expect(meanSureness).toBeGreaterThan(0.95)

    const cloud = opinionMap(
      opinionProfileOfColumns(
        camps(seededRandom('cloud'), { voters: 400, statements: 40, votes: 9000, camps: 1 })
      )
    )
    const unsure = groupSureness(cloud, seededRandom('sure'), { rounds: 20 })
    if (unsure.kind === 'too-few') throw new Error('no groups')
    expect(unsure.chance).toBeGreaterThan(0.06)
  })

  it('repeats itself with the same seed, which it reports', () => {
    const [one, other] = ['x', 'x'].map(seed => groupSureness(map, seededRandom(seed), { rounds: 3 }))
    expect(other).toEqual(one)
    expect(one).toMatchObject({ seed: 'x', rounds: 3 })
    expect(() => groupSureness(map, seededRandom('x'), { rounds: 0 })).toThrow('groupSureness: rounds')
  })
})

// Data was gathered using the Polis software (compdemocracy.org/polis) and is sub-licensed under CC BY 4.0 with Attribution to The
// Computational Democracy Project: 2018-kentucky, vTaiwan UberX, 2014-seattle-15-per-hour.
const conversations = {
  'american-assembly.bowling-green': { voters: 2031, statements: 896, agrees: 109_752, alike: 0.8 },
  'vtaiwan.uberx': { voters: 1921, statements: 197, agrees: 31_029, alike: 0.9 },
  '15-per-hour-seattle': { voters: 339, statements: 54, agrees: 1358, alike: 0.9 }
}

describe('real conversations, from the votes to what groups say', () => {
  for (const [name, { voters, statements, agrees, alike }] of Object.entries(conversations)) {
    const data = readPolisExport(name)
    it.skipIf(data === null)(name, () => {
      const { columns, moderatedOut, groups: groupOf, texts } = data!
      const town = opinionProfileOfColumns(columns, { moderatedOut })
      expect([town.voters.length, town.statements.length]).toEqual([voters, statements])
      const map = opinionMap(town)
      if (map.groups.kind === 'too-few') throw new Error('no groups')
      expect(map.axes.settled).toBe(true)
      // Polis found two groups in each, of much the same people.
      expect(map.groups.groups).toHaveLength(2)
      const byPolis = columns.voters.map((id, v) => ({ id, x: 0, y: 0, votes: 0, group: groupOf[v]! }))
      expect(alignMap(map, { people: byPolis }).stability!.stayed).toBeGreaterThan(alike)
      const statistics = groupStatistics(
        town,
        map.people.map(({ group }) => group),
        2
      )
      expect(statistics.everybody.agree.reduce((sum, count) => sum + count, 0)).toBe(agrees)
      for (const { statements, isSignificant } of representativeStatements(statistics).groups) {
        expect(isSignificant).toBe(true)
        expect(statements).toHaveLength(5)
        for (const { id } of statements) {
          expect(moderatedOut).not.toContain(id)
          expect(texts.has(id)).toBe(true)
        }
      }
      expect(consensusStatements(statistics).agree).toHaveLength(5)
      expect(bridgingFactors(ratingsOfOpinions(town))).toMatchObject({ kind: 'factors', settled: true })
    })
  }
})

describe('whatever people vote', () => {
  it('there are only finite numbers in the answers', () => {
    fc.assert(
      fc.property(anyOpinions(), fc.nat(5), fc.nat(3), ({ statements, votes }, out, leastVotes) => {
        const moderatedOut = statements.slice(out)
        const profile = opinionProfile(statements, votes, { moderatedOut })
        const map = opinionMap(profile, { leastVotes })
        const count = map.groups.kind === 'groups' ? map.groups.groups.length : 0
        const statistics = groupStatistics(
          profile,
          map.people.map(({ group }) => group),
          count
        )
        const answers = [
          map,
          alignMap(map, map),
          statistics,
          representativeStatements(statistics),
          consensusStatements(statistics),
          count > 0 ? groupInformedConsensus(statistics) : [],
          statementPriorities(statistics, map.statements),
          groupSureness(map, seededRandom('any'), { rounds: 2 }),
          bridgingFactors(ratingsOfOpinions(profile))
        ]
        expect(numbersIn(answers).filter(value => !Number.isFinite(value))).toEqual([])
      })
    )
  })
})

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}
