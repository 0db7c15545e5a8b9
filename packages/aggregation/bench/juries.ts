import * as rules from '../src/index.ts'
import { bench } from './yardstick.ts'

const random = rules.seededRandom('bench of juries')
const entries = Array.from({ length: 600 }, (_, i) => `entry ${i}`)
const judges = Array.from({ length: 120 }, (_, i) => ({ id: `judge ${i}` }))
const conflicts = entries.map(entry => ({ judge: judges[random.below(judges.length)]!.id, entry }))
const deal = () =>
  rules.assignJudges(judges, entries, { perEntry: 4, conflicts, random: rules.seededRandom('deal') })
const dealt = deal()
const ratings =
  dealt.kind === 'assigned'
    ? dealt.entries.flatMap(({ id, judges }) =>
        judges.map(judge => ({ judge, entry: id, value: random.below(6) }))
      )
    : []

bench('Juries, 600 entries, 120 judges, 4 for each entry', [
  { name: 'assignment with 600 conflicts', run: deal },
  { name: 'additive model', run: () => rules.judgeModel(ratings) },
  { name: 'many-facet Rasch', run: () => rules.manyFacetRasch(ratings, { steps: 5 }) },
  {
    name: 'Krippendorff’s alpha, 1,000 draws',
    run: () =>
      rules.krippendorffAlpha(
        ratings.map(({ judge, entry, value }) => ({ judge, item: entry, value })),
        { level: 'interval', random: rules.seededRandom('draws') }
      )
  }
])
