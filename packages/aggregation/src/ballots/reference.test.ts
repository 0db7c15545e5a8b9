import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { subsets } from '../../testing/brute-force.ts'
import { topCut } from '../rankings/index.ts'
import * as rules from './index.ts'

/** Published cases, each with the answers of a reference implementation; see `reference/README.md`. */
function casesIn(folder: string): { name: string; content: unknown }[] {
  const directory = new URL(`../../reference/${folder}/`, import.meta.url)
  return readdirSync(directory)
    .filter(file => file.endsWith('.json'))
    .map(file => ({ name: file, content: JSON.parse(readFileSync(new URL(file, directory), 'utf8')) }))
}

const ids = (numbers: readonly number[]) => numbers.map(number => `c${number}`)
const names = (size: number) => Array.from({ length: size }, (_, i) => `c${i}`)

interface PairwiseCase {
  candidates: number
  ballots: { count: number; ranking: number[][] }[]
  pairwise: number[][]
  expected: Record<string, unknown>
}

describe('pairwise rules agree with pref_voting', () => {
  for (const { name, content } of casesIn('schulze')) {
    const { candidates, ballots, pairwise, expected } = content as PairwiseCase
    const options = names(candidates)
    const profile = rules.rankedProfile(
      options,
      ballots.map(({ count, ranking }) => ({ count, ranking: ranking.map(ids) }))
    )
    const pairs = rules.pairwise(profile)
    const order = options
    const winners: Record<string, () => readonly string[]> = {
      schulze_margins: () => rules.schulze(pairs, { strength: 'margins' }).winners,
      schulze_winning_votes: () => rules.schulze(pairs).winners,
      minimax_margins: () => rules.minimax(pairs, { strength: 'margins' }).winners,
      split_cycle: () => rules.splitCycle(pairs).winners,
      copeland: () => rules.copeland(pairs).winners,
      smith: () => rules.smithSet(pairs),
      schwartz: () => rules.schwartzSet(pairs),
      ranked_pairs_any_tiebreak: () => rules.rankedPairs(pairs).winners,
      ranked_pairs_tb_by_index: () => rules.rankedPairs(pairs, { ties: { order } }).winners,
      irv: () => rules.instantRunoff(profile, { ties: 'exclude-together' }).winners,
      irv_parallel_universe: () => rules.instantRunoff(profile).winners,
      borda: () => rules.borda(pairs).winners,
      plurality: () => rules.plurality(profile).winners,
      kemeny_winners: () => rules.kemenyYoung(pairs).winners
    }

    it(`${name}: pairwise counts, paths and the Condorcet winner`, () => {
      const result = rules.schulze(pairs)
      expect(result.prefer).toEqual(pairwise)
      expect(result.paths).toEqual(expected.schulze_wv_paths)
      expect(result.beats.map(row => row.map(Number))).toEqual(expected.schulze_wv_beats)
      const winner = expected.condorcet_winner as number | null
      expect(rules.condorcetWinner(pairs)).toBe(winner === null ? null : `c${winner}`)
    })
    for (const [rule, answer] of Object.entries(expected)) {
      if (winners[rule])
        it(`${name}: ${rule}`, () => expect(winners[rule]!()).toEqual(ids(answer as number[])))
    }
    const rankings = expected.kemeny_rankings as number[][] | undefined
    if (rankings) {
      it(`${name}: every Kemeny ranking`, () => {
        expect(rules.kemenyYoung(pairs).rankings).toEqual(rankings.map(ids))
      })
    }
  }
})

interface ApprovalCase {
  seed: number
  candidates: number
  seats: number
  ballots: number[][]
  expected_all_tied_committees: Record<string, number[][]>
}

describe('committee rules agree with abcvoting on every tied committee', () => {
  for (const { content } of casesIn('approval')) {
    for (const {
      seed,
      candidates,
      seats,
      ballots,
      expected_all_tied_committees
    } of content as ApprovalCase[]) {
      const options = names(candidates)
      const profile = rules.approvalProfile(
        options,
        ballots.map(approved => ({ approved: ids(approved) }))
      )
      const committees: Record<string, () => readonly (readonly string[])[]> = {
        av: () => {
          const { chosen, tie } = topCut(rules.approvalVoting(profile), seats)
          const rest = tie ? subsets(tie.among, tie.places) : [[]]
          return rest.map(ids => [...chosen, ...ids].sort()).sort()
        },
        pav: () => rules.proportionalApproval(profile, seats).committees,
        seqpav: () => rules.sequentialProportionalApproval(profile, seats).committees,
        seqphragmen: () => rules.sequentialPhragmen(profile, seats).committees,
        cc: () => rules.chamberlinCourant(profile, seats).committees
      }
      for (const [rule, answer] of Object.entries(expected_all_tied_committees)) {
        if (!committees[rule]) continue
        it(`case ${seed}: ${rule}`, () => expect(committees[rule]!()).toEqual(answer.map(ids)))
      }
    }
  }
})

interface StvCase {
  candidates: number
  seats: number
  ballots: { count: number; ranking: number[] }[]
  expected: Record<'scottish' | 'meek_prf', StvAnswer>
}

interface StvAnswer {
  quota: string
  elected: string[]
  tie_broken: boolean
  dump_header: string[]
  dump: string[][]
}

/** A row of the reference's dump: who did what, and the column `column` of each candidate. */
function row({ dump_header }: StvAnswer, cells: string[], column: string): Record<string, string> {
  return Object.fromEntries(
    dump_header.flatMap((head, i) =>
      head.endsWith('.name') ? [[cells[i]!, cells[dump_header.indexOf(head.replace('name', column))]!]] : []
    )
  )
}

describe('STV agrees with Droop', () => {
  for (const { name, content } of casesIn('stv_scottish')) {
    const { candidates, seats, ballots, expected } = content as StvCase
    const profile = rules.rankedProfile(
      names(candidates),
      ballots.map(({ count, ranking }) => ({ count, ranking: ids(ranking) }))
    )

    it(`${name}: Scottish winners, quota and the totals of every stage, as decimal strings`, () => {
      const answer = expected.scottish
      expect(answer.tie_broken).toBe(false)
      const result = rules.scottishStv(profile, seats)
      expect(result.outcome).toEqual({ kind: 'elected', ids: answer.elected })
      expect(`${result.quota}.00000`).toBe(answer.quota)
      const totals = answer.dump
        .filter(([, action]) => action === 'begin' || action === 'transfer')
        .map(cells => ({ ...row(answer, cells, 'vote'), nonTransferable: cells[3] }))
        // Droop counts a stage without any transfer for an option that holds exactly the quota; the rules do not.
        .filter((totals, i, all) => i === 0 || JSON.stringify(totals) !== JSON.stringify(all[i - 1]))
      expect(
        result.course.rounds.map(({ votes, nonTransferable }) => ({
          ...Object.fromEntries(votes.map(({ id, votes }) => [id, votes])),
          nonTransferable
        }))
      ).toEqual(totals)
    })

    it(`${name}: Meek winners, and votes, keep factors and quota of every round`, () => {
      const answer = expected.meek_prf
      const result = rules.meekStv(profile, seats)
      expect(result.outcome).toEqual({ kind: 'elected', ids: answer.elected })
      const rounds = result.course.rounds.map(({ votes, quota }) => ({ votes, quota }))
      for (const [round, { votes, quota }] of rounds.entries()) {
        const cells = answer.dump.find(
          ([number, action]) => number === String(round + 1) && ['elect', 'defeat'].includes(action!)
        )!
        expect(Math.abs(Number(quota) - Number(cells[2]))).toBeLessThan(1e-6)
        for (const column of ['vote', 'kf'] as const) {
          const wanted = row(answer, cells, column)
          for (const own of votes) {
            const value = column === 'vote' ? own.votes : own.keep
            expect(Math.abs(Number(value) - Number(wanted[own.id]))).toBeLessThan(1e-6)
          }
        }
      }
    })
  }
})
