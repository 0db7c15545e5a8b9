import { normaliseText, tokensOf } from '@mozaika/aggregation'
import { characterGrams } from '../../packages/aggregation/src/texts/character-grams.ts'
import { analyse, copyGrams } from '../../src/core/theme/analyse.ts'
import type { Read } from '../../src/core/theme/analyse.ts'
import { placer } from '../../src/core/theme/frozen.ts'
import { crowd } from '../near-copies/crowd.ts'
import { readCorpora } from '../near-copies/statements.ts'
import type { Measured, Row } from '../row.ts'
import { median } from '../support/statistics.ts'

const size = 10_000
const rounds = 5
const mostTimes = 5
const mostShare = 1 / 1000

/** Against tokenising and hashing the same texts, by turns, in the CPU time of one process. */
export const analysis: Row = {
  name: 'analysis',
  work: `near-copies, themes and keywords of ${size} contributions in six languages; one more of them`,
  target: `≤ ${mostTimes} × tokenising and hashing; one more ≤ 1/1,000 of all`,
  measure: () => Promise.resolve(measure())
}

function measure(): Measured {
  const { corpora } = readCorpora()
  const voices = crowd(corpora, size)
  const hashing: number[] = []
  const all: number[] = []
  const one: number[] = []
  analyse(voices, new Map())
  for (let round = 0; round < rounds; round++) {
    hashing.push(cpuMs(() => hash(voices)))
    let frozen: ReturnType<typeof analyse>['frozen'] | undefined
    all.push(cpuMs(() => (frozen = analyse(voices, new Map()).frozen)))
    const place = placer(frozen!)
    const some = voices.slice(0, 500)
    one.push(cpuMs(() => some.map(({ text, language }) => place(text, language))) / some.length)
  }
  const growth = memoryOf(voices) / Math.max(1, memoryOf(voices.slice(0, size / 4)))
  const ratio = median(all) / median(hashing)
  const share = median(one) / median(all)
  return {
    text: `${ratio.toFixed(1)} ×; one more 1/${Math.round(1 / share)}`,
    isReached: ratio <= mostTimes && share <= mostShare,
    note: `${median(all).toFixed(0)} ms CPU; weights grow ${growth.toFixed(1)} × for 4 × the contributions`,
    figures: {
      ratio,
      allMilliseconds: median(all),
      hashingMilliseconds: median(hashing),
      oneMilliseconds: median(one),
      weightGrowth: growth
    }
  }
}

function hash(voices: readonly Read[]): number {
  let count = 0
  for (const { text, language } of voices)
    count += tokensOf(text, language).length + characterGrams(normaliseText(text), copyGrams).length
  return count
}

/** Bytes of the typed arrays that an analysis keeps. */
function memoryOf(voices: readonly Read[]): number {
  const { copies, weights } = analyse(voices, new Map()).frozen
  return (
    copies.features.byteLength +
    copies.weights.byteLength +
    copies.model.hashes.byteLength +
    weights.weights.byteLength
  )
}

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
