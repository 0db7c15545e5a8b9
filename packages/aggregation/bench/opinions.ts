import * as rules from '../src/index.ts'
import { camps } from '../testing/opinions.ts'
import { bench } from './yardstick.ts'

const random = rules.seededRandom('bench of opinions')
const medium = camps(random, { voters: 10_000, statements: 200, votes: 244_000 })
const large = camps(random, { voters: 50_000, statements: 500, votes: 1_520_000 })

/** The whole pipeline: reading, map, groups, tallies, and every list made from them. */
function pipeline(profile: rules.OpinionProfile, start?: rules.PrincipalAxes) {
  const map = rules.opinionMap(profile, { start })
  const groupOf = map.people.map(({ group }) => group)
  const count = map.groups.kind === 'groups' ? map.groups.groups.length : 0
  const statistics = rules.groupStatistics(profile, groupOf, count)
  return {
    map,
    statistics,
    representative: rules.representativeStatements(statistics),
    consensus: rules.consensusStatements(statistics),
    bridging: rules.groupInformedConsensus(statistics),
    priorities: rules.statementPriorities(statistics, map.statements)
  }
}

const profile = rules.opinionProfileOfColumns(large)
const full = pipeline(profile)
const changes = Array.from({ length: 1000 }, (_, i) => ({
  voter: large.voters[(i * 37) % large.voters.length]!,
  statement: large.statements[(i * 13) % large.statements.length]!,
  vote: rules.VOTES[i % 3]!
}))
const own: Record<string, rules.OpinionVote> = {}
for (let at = profile.starts[7]!; at < profile.starts[8]!; at++) {
  const code = profile.codes[at]!
  own[profile.statements[Math.floor(code / 3)]!] = rules.VOTES[code % 3]!
}
const unseen = profile.statements.find(id => own[id] === undefined)!

/** Ratings around one divide, with notes that many and few rate. */
function ratings(raters: number, notes: number, size: number): rules.RatingColumns {
  const between = (low: number, high: number) => low + (high - low) * random.next()
  const people = Array.from({ length: raters }, () => [
    between(-0.2, 0.2),
    (random.below(2) - 0.5) * between(0.6, 2)
  ])
  const texts = Array.from({ length: notes }, () => [between(-0.4, 0.4), between(-0.8, 0.8)])
  const raterOf = new Uint32Array(size)
  const noteOf = new Uint32Array(size)
  const values = new Float64Array(size)
  let at = 0
  for (let rater = 0; rater < raters; rater++) {
    const chosen = new Set<number>()
    const wanted = Math.floor((size * (rater + 1)) / raters) - at
    while (chosen.size < wanted) chosen.add(Math.floor(notes * random.next() * random.next()))
    for (const note of chosen) {
      const helpful =
        0.4 + people[rater]![0]! + texts[note]![0]! + 0.6 * people[rater]![1]! * texts[note]![1]!
      const value = helpful + between(-0.25, 0.25)
      raterOf[at] = rater
      noteOf[at] = note
      values[at++] = value > 0.66 ? 1 : value > 0.33 ? 0.5 : 0
    }
  }
  const names = (length: number) => Array.from({ length }, (_, i) => String(i).padStart(6, '0'))
  return { raters: names(raters), notes: names(notes), raterOf, noteOf, values }
}

const few = ratings(10_000, 2_000, 300_000)
const many = ratings(50_000, 10_000, 1_500_000)
const fewProfile = rules.ratingProfileOfColumns(few)
const manyProfile = rules.ratingProfileOfColumns(many)
const stepsOf = (rated: rules.RatingProfile) => {
  const found = rules.bridgingFactors(rated)
  return found.kind === 'factors' ? `${found.steps} evaluations, objective ${found.objective.toFixed(7)}` : ''
}

bench('Opinions', [
  {
    name: `Polis pipeline, 10,000 × 200, ${medium.votes.length} votes, reading included`,
    run: () => pipeline(rules.opinionProfileOfColumns(medium)),
    target: 0.3
  },
  {
    name: `the same, 50,000 × 500, ${large.votes.length} votes (${full.map.axes.steps} steps of the axes)`,
    run: () => pipeline(rules.opinionProfileOfColumns(large)),
    target: 2
  },
  {
    name: '1,000 new votes into it: warm refresh of all',
    run: () => pipeline(rules.updateOpinions(profile, changes), full.map.axes),
    share: 1 / 3
  },
  {
    name: 'one new vote into it, 100 times: tallies, and its person on frozen axes',
    run: () => {
      for (let i = 0; i < 100; i++) {
        const change = { statement: unseen, group: 0, before: null, after: 'agree' } as const
        rules.updateGroupStatistics(full.statistics, change)
        rules.placeVoter(full.map.axes, { ...own, [unseen]: 'agree' })
      }
    }
  },
  {
    name: `bridging, 300,000 ratings (${stepsOf(fewProfile)})`,
    run: () => rules.bridgingFactors(fewProfile),
    target: 0.7
  },
  {
    name: `bridging, 1,500,000 ratings (${stepsOf(manyProfile)})`,
    run: () => rules.bridgingFactors(manyProfile),
    target: 3.5
  }
])
