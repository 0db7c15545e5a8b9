import * as rules from '../src/index.ts'
import { camps } from '../testing/opinions.ts'
import { titles } from '../testing/texts.ts'

/** A large count: its input, a small one of the same kind to warm up on, and the count itself. */
export interface Large {
  readonly name: string
  readonly make: () => unknown
  readonly small: () => unknown
  readonly run: (input: unknown) => unknown
}

const random = rules.seededRandom('bench of memory')
const names = (what: string, size: number) =>
  Array.from({ length: size }, (_, i) => `${what} ${String(i).padStart(6, '0')}`)

function large<Input>(
  name: string,
  make: (size: number) => Input,
  run: (input: Input) => unknown,
  small = 0.001
): Large {
  return { name, make: () => make(1), small: () => make(small), run: input => run(input as Input) }
}

const part = (size: number, whole: number) => Math.max(4, Math.round(size * whole))

const columns = (size: number) => {
  const { voterOf, statementOf, votes, ...ids } = camps(random, {
    voters: part(size, 50_000),
    statements: 500,
    votes: part(size, 1_520_000)
  })
  return {
    ...ids,
    voterOf: Uint32Array.from(voterOf),
    statementOf: Uint32Array.from(statementOf),
    votes: Uint8Array.from(votes)
  }
}
const opinions = (size: number) => rules.opinionProfileOfColumns(columns(size))

const ratings = (size: number) => {
  const length = part(size, 1_500_000)
  const raters = part(size, 50_000)
  const each = Math.ceil(length / raters)
  return {
    raters: names('rater', raters),
    notes: names('note', 10_000),
    raterOf: Uint32Array.from({ length }, (_, i) => Math.floor(i / each)),
    noteOf: Uint32Array.from({ length }, (_, i) => (Math.floor(i / each) * 7919 + (i % each) * 331) % 10_000),
    values: Float64Array.from({ length }, () => random.below(3) / 2)
  }
}

const labels = (size: number) =>
  rules.labelProfile(
    Array.from({ length: part(size, 1_000_000) }, (_, i) => ({
      item: `item ${Math.floor(i / 5)}`,
      worker: `worker ${(Math.floor(i / 5) * 31 + (i % 5) * 7) % 1000}`,
      label: `class ${random.next() < 0.7 ? Math.floor(i / 5) % 4 : random.below(4)}`
    }))
  )

const ranked = (size: number) => {
  const options = names('option', 100)
  const ballots = Array.from({ length: part(size, 100_000) }, () => {
    const strengths = options.map((id, i) => ({ id, strength: random.next() + i / 200 }))
    return { ranking: strengths.sort((a, b) => b.strength - a.strength).map(({ id }) => id) }
  })
  return rules.rankedProfile(options, ballots)
}

const papers = (size: number) => {
  const options = names('option', 10)
  const ballots = Array.from({ length: part(size, 300_000) }, () => ({
    ranking: [...new Set(Array.from({ length: 6 }, () => options[random.below(10)]!))]
  }))
  return rules.rankedProfile(options, ballots)
}

const approvals = (size: number) => {
  const options = names('option', 100)
  const ballots = Array.from({ length: part(size, 100_000) }, () => ({
    approved: options.filter(() => random.next() < 0.1)
  }))
  return rules.approvalProfile(options, ballots)
}

const budget = (size: number) => {
  const projects = names('project', 83).map(id => ({ id, cost: 5000 + random.below(1_000_000) }))
  return rules.budgetProfile({
    budget: 12_000_000,
    projects,
    ballots: Array.from({ length: part(size, 300_000) }, () => ({
      approved: [
        ...new Set(Array.from({ length: 8 }, () => projects[Math.floor(83 * random.next() ** 2)]!.id))
      ]
    }))
  })
}

const comparisons = (size: number) => {
  const items = names('item', 1000)
  return rules.comparisonProfile(
    items,
    Array.from({ length: part(size, 400_000) }, (_, k) => {
      const i = k % 1000
      const right = items[(i + 1 + (k < 1000 ? 0 : random.below(999))) % 1000]!
      return { left: items[i]!, right, preferred: random.below(2) === 0 ? 'left' : 'right' } as const
    })
  )
}

const texts = (size: number) => rules.textVectors(titles(random, part(size, 100_000)))

/** Every family that counts many people, texts or judgements at once. */
export const larges: readonly Large[] = [
  large('reading 1.52 M votes, 50,000 × 500', columns, input => rules.opinionProfileOfColumns(input)),
  large('opinion map of them', opinions, input => rules.opinionMap(input), 0.01),
  large('tallies of three groups of them', opinions, input =>
    rules.groupStatistics(
      input,
      input.voters.map((_, v) => v % 3),
      3
    )
  ),
  large('1,000 new votes into them', opinions, input =>
    rules.updateOpinions(
      input,
      input.voters.slice(0, 1000).map(voter => ({ voter, statement: input.statements[0]!, vote: 'pass' }))
    )
  ),
  large('reading 1.5 M ratings', ratings, input => rules.ratingProfileOfColumns(input)),
  large(
    'bridging factors of them',
    size => rules.ratingProfileOfColumns(ratings(size)),
    input => rules.bridgingFactors(input, { mostSteps: 20 })
  ),
  large('majority of 1 M labels', labels, input => rules.majorityLabels(input)),
  large('Dawid–Skene, the same', labels, input => rules.dawidSkene(input, { mostSteps: 12 })),
  large('one-coin, the same', labels, input => rules.oneCoin(input, { mostSteps: 12 })),
  large('GLAD, the same', labels, input => rules.glad(input, { mostSteps: 4 })),
  large('MACE, the same', labels, input => rules.mace(input, { mostSteps: 12 })),
  large('pairwise counts of 100,000 ballots × 100 options', ranked, input => rules.pairwise(input)),
  large('Scottish STV, 300,000 ballots', papers, input => rules.scottishStv(input, 4)),
  large('Meek STV, the same', papers, input => rules.meekStv(input, 4)),
  large('instant run-off, the same', papers, input => rules.instantRunoff(input)),
  large('sequential Phragmén, 100,000 × 100', approvals, input => rules.sequentialPhragmen(input, 10)),
  large('sequential PAV, the same', approvals, input => rules.sequentialProportionalApproval(input, 10)),
  large('equal shares + Add1U, 83 × 300,000', budget, input =>
    rules.equalShares(input, { ties: { order: input.projects } })
  ),
  large('Phragmén’s budgets, the same', budget, input =>
    rules.phragmenBudget(input, { ties: { order: input.projects } })
  ),
  large('Bradley–Terry, 1,000 × 400,000, without errors', comparisons, input =>
    rules.bradleyTerry(input, { standardErrors: false })
  ),
  large('the same with errors', comparisons, input => rules.bradleyTerry(input)),
  large('near-duplicates, 100,000 titles, by hashes', texts, input =>
    rules.nearDuplicatesByHash(input, rules.seededRandom('hashes'))
  )
]
