import { bestThreshold, f1, plant } from '../near-copies/measure.ts'
import { readCorpora } from '../near-copies/statements.ts'
import type { Measured, Row } from '../row.ts'

const leastF1 = 0.85

/** Real texts in six languages, a half of them written again carelessly; each language by the threshold of each other one. */
export const nearCopies: Row = {
  name: 'near-copies',
  work: 'near-copies in six languages, threshold of another language',
  target: `F1 of the worst ≥ ${leastF1}`,
  measure: () => Promise.resolve(measure())
}

function measure(): Measured {
  const { corpora, missing } = readCorpora()
  for (const what of missing) console.log(`near-copies: ${what} is missing; messages take its place`)
  const planted = corpora.map(plant)
  const scores = planted.flatMap(one =>
    planted
      .filter(other => other !== one)
      .map(other => ({ language: one.language, by: other.language, f1: f1(one, bestThreshold(other)) }))
  )
  const worst = scores.reduce((least, one) => (one.f1 < least.f1 ? one : least))
  const figures = Object.fromEntries(
    planted.map(({ language }) => [
      `${language}F1`,
      Math.min(...scores.filter(score => score.language === language).map(score => score.f1))
    ])
  )
  return {
    text: `${worst.f1.toFixed(3)} (${worst.language}, by the threshold of ${worst.by})`,
    isReached: worst.f1 >= leastF1,
    note: corpora.map(({ language, source, texts }) => `${language} ${texts.length} (${source})`).join(', '),
    figures
  }
}
