import * as rules from '../src/index.ts'
import { camps } from '../testing/opinions.ts'
import { titles } from '../testing/texts.ts'

/** Work that a package of npm does, too. Both sides give a short account of what they found. */
export interface Beside {
  /** What is imported: a package, or a file of it. */
  readonly module: string
  readonly name: string
  readonly ours: () => string
  /** Takes the module; what of it is called has the types that its documentation names. */
  readonly theirs: (module: unknown) => () => string
}

/** Works of a size at which the slower side still ends within a minute or so. */
export function beside(): Beside[] {
  const random = rules.seededRandom('bench of peers')
  return [
    schulze(random),
    meek(random),
    axes(random),
    ...duplicates(random),
    glicko(random),
    agreement(random)
  ]
}

const names = (what: string, size: number) =>
  Array.from({ length: size }, (_, i) => `${what} ${String(i).padStart(3, '0')}`)

function rankings(random: rules.Random, voters: number, options: readonly string[], places: () => number) {
  return Array.from({ length: voters }, () =>
    options
      .map((id, i) => ({ id, strength: random.next() + i / options.length / 2 }))
      .sort((a, b) => b.strength - a.strength)
      .slice(0, places())
      .map(({ id }) => id)
  )
}

function schulze(random: rules.Random): Beside {
  const options = names('option', 100)
  const ballots = rankings(random, 10_000, options, () => 100)
  return {
    module: 'votes',
    name: 'Schulze, 10,000 ballots × 100 options',
    ours: () => {
      const profile = rules.rankedProfile(
        options,
        ballots.map(ranking => ({ ranking }))
      )
      const { outcome } = rules.schulze(rules.pairwise(profile))
      return outcome.kind === 'winner' ? outcome.id : outcome.kind
    },
    theirs: module => {
      const { Schulze, utils } = module as {
        Schulze: new (matrix: object) => { ranking(): string[][] }
        utils: { matrixFromBallots(ballots: readonly object[], candidates: readonly string[]): object }
      }
      const ranked = ballots.map(ranking => ({ ranking: ranking.map(id => [id]), weight: 1 }))
      return () => new Schulze(utils.matrixFromBallots(ranked, options)).ranking()[0]!.join()
    }
  }
}

function meek(random: rules.Random): Beside {
  const options = names('option', 10)
  const ballots = rankings(random, 10_376, options, () => 1 + random.below(6))
  return {
    module: 'meeks-prf-js/run/meek.js',
    name: 'Meek STV, 10,376 ballots, 10 options, 4 seats',
    ours: () => {
      const profile = rules.rankedProfile(
        options,
        ballots.map(ranking => ({ ranking }))
      )
      const { outcome } = rules.meekStv(profile, 4)
      return outcome.kind === 'elected' ? outcome.ids.join(', ') : outcome.kind
    },
    theirs: module => {
      const { tabulate } = module as { tabulate(...contest: unknown[]): { elected: Set<string> } }
      const counted = ballots.map(ranking => [1, ranking])
      return () => [...tabulate(4, options, counted, 6, options, [], [], {}, null).elected].sort().join(', ')
    }
  }
}

function axes(random: rules.Random): Beside {
  const votes = camps(random, { voters: 2000, statements: 200, votes: 80_000, camps: 3 })
  const profile = rules.opinionProfileOfColumns(votes)
  const { means } = rules.principalAxes(profile)
  const two = ([a, b]: readonly number[]) => `variances ${a!.toFixed(4)}, ${b!.toFixed(4)}`
  return {
    module: 'ml-pca',
    name: 'two principal axes, 2,000 × 200 with 80,000 votes',
    ours: () => two(rules.principalAxes(rules.opinionProfileOfColumns(votes)).variances),
    theirs: module => {
      const { PCA } = module as {
        PCA: new (table: number[][], settings: object) => { getEigenvalues(): number[] }
      }
      const filled = filledIn(profile, means)
      const sums = () => new PCA(filled, { method: 'NIPALS', nCompNIPALS: 2 }).getEigenvalues()
      // By this way it gives sums of squares.
      return () => two(sums().map(sum => sum / (filled.length - 1)))
    }
  }
}

/** The table of all voters and statements, means in place of votes not cast. */
function filledIn({ voters, starts, codes }: rules.OpinionProfile, means: readonly number[]): number[][] {
  return voters.map((_, voter) => {
    const row = [...means]
    for (let at = starts[voter]!; at < starts[voter + 1]!; at++) {
      row[Math.floor(codes[at]! / 3)] = (codes[at]! % 3) - 1
    }
    return row
  })
}

interface MinhashPackage {
  Minhash: new (settings: object) => { update(part: string): void }
  LshIndex: new (settings: object) => {
    insert(id: string, hash: object): void
    query(hash: object): string[]
  }
}

function duplicates(random: rules.Random): Beside[] {
  const items = titles(random, 10_000)
  const few = items.slice(0, 1000)
  const least = 0.7
  return [
    {
      module: 'string-similarity',
      name: 'alike among 1,000 titles, all pairs',
      ours: () => `${rules.nearDuplicates(rules.textVectors(few)).pairs.length} pairs`,
      theirs: module => {
        const { compareTwoStrings } = module as { compareTwoStrings(a: string, b: string): number }
        return () => {
          let pairs = 0
          for (let i = 0; i < few.length; i++) {
            for (let j = 0; j < i; j++) if (compareTwoStrings(few[i]!.text, few[j]!.text) >= least) pairs++
          }
          return `${pairs} pairs of likeness ${least}`
        }
      }
    },
    {
      module: 'minhash',
      name: 'alike among 10,000 titles, by hashes',
      ours: () => {
        const vectors = rules.textVectors(items)
        return `${rules.nearDuplicatesByHash(vectors, rules.seededRandom('hashes')).pairs.length} pairs`
      },
      theirs: module => {
        const { LshIndex, Minhash } = (module as { default: MinhashPackage }).default
        return () => {
          const index = new LshIndex({ bandSize: 4 })
          const hashes = items.map(({ id, text }) => {
            const hash = new Minhash({ numPerm: 128, seed: 1 })
            for (let at = 0; at + 4 <= text.length; at++) hash.update(text.slice(at, at + 4))
            index.insert(id, hash)
            return hash
          })
          const met = hashes.reduce((sum, hash) => sum + index.query(hash).length - 1, 0)
          return `${met / 2} pairs, not yet compared`
        }
      }
    }
  ]
}

interface GlickoPackage {
  Glicko2: new (settings: object) => {
    makePlayer(): { getRating(): number }
    updateRatings(games: readonly unknown[]): void
  }
}

function glicko(random: rules.Random): Beside {
  const players = names('player', 1000)
  const games = Array.from({ length: 20_000 }, () => {
    const a = random.below(1000)
    return { a, b: (a + 1 + random.below(999)) % 1000, score: random.below(3) / 2 }
  })
  const known = { rating: 1500, deviation: 200, volatility: 0.06 }
  const first = (rating: number) => `first player ${rating.toFixed(3)}`
  return {
    module: 'glicko2',
    name: 'Glicko-2, 20,000 games of 1,000 players in one period',
    ours: () => {
      const own = players.map((): rules.GlickoGame[] => [])
      for (const { a, b, score } of games) {
        own[a]!.push({ opponent: known, score })
        own[b]!.push({ opponent: known, score: 1 - score })
      }
      return first(own.map(list => rules.glicko(known, list))[0]!.rating)
    },
    theirs: module => {
      const { Glicko2 } = (module as { default: GlickoPackage }).default
      return () => {
        const table = new Glicko2({ tau: 0.5, rating: 1500, rd: 200, vol: 0.06 })
        const made = players.map(() => table.makePlayer())
        table.updateRatings(games.map(({ a, b, score }) => [made[a], made[b], score]))
        return first(made[0]!.getRating())
      }
    }
  }
}

function agreement(random: rules.Random): Beside {
  const table = Array.from({ length: 20 }, () =>
    Array.from({ length: 300 }, (_, item) =>
      random.next() < 0.5 ? undefined : (item + (random.next() < 0.3 ? random.below(5) : 0)) % 5
    )
  )
  const observations = table.flatMap((row, judge) =>
    row.flatMap((value, item) =>
      value === undefined ? [] : [{ judge: `judge ${judge}`, item: `item ${item}`, value }]
    )
  )
  return {
    module: 'krippendorff',
    name: 'Krippendorff’s alpha, nominal, 20 judges, 300 items',
    ours: () => {
      const result = rules.krippendorffAlpha(observations, { level: 'nominal' })
      return result.kind === 'alpha' ? `alpha ${result.alpha.toFixed(6)}` : result.kind
    },
    theirs: module => {
      const { alpha } = module as { alpha(table: (number | undefined)[][]): number }
      return () => `alpha ${alpha(table).toFixed(6)}`
    }
  }
}
