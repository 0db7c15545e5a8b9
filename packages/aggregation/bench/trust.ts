import * as rules from '../src/index.ts'
import { camps } from '../testing/opinions.ts'
import { bench } from './yardstick.ts'

const random = rules.seededRandom('bench of trust')
const town = rules.opinionProfileOfColumns(camps(random, { voters: 2_000, statements: 900, votes: 225_000 }))
const vouches = Array.from({ length: 300_000 }, () => ({
  from: `p${random.below(100_000)}`,
  to: `p${random.below(100_000)}`
}))
const links = Array.from({ length: 100_000 }, () => ({
  a: `p${random.below(20_000)}`,
  b: `p${random.below(20_000)}`
}))
const arrivals = Array.from({ length: 10_000 }, (_, i) => ({ id: `a${i}`, at: 1_000_000 * random.next() }))
const windows = [100, 1_000, 10_000]

bench(
  'Trust',
  [
    {
      name: 'trust weights, 100,000 people, 300,000 vouches',
      run: () => rules.trustWeights(vouches, ['p1', 'p2', 'p3'])
    },
    { name: 'co-voting pairs, 2,000 voters, 225,000 votes', run: () => rules.coVotingPairs(town) },
    { name: 'dense groups, 20,000 people, 100,000 links', run: () => rules.denseGroups(links, { most: 1 }) },
    {
      name: 'bursts, 10,000 arrivals, three windows, 199 draws',
      run: () => rules.bursts(arrivals, rules.seededRandom('draws'), { from: 0, to: 1_000_000, windows })
    }
  ],
  3
)
