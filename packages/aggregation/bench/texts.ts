import * as rules from '../src/index.ts'
import { titles } from '../testing/texts.ts'
import { bench } from './yardstick.ts'

const random = rules.seededRandom('bench of texts')
const many = titles(random, 100_000)
const some = many.slice(0, 10_000)
const someVectors = rules.textVectors(some)
const themes = rules.textThemes(someVectors)
const exact = rules.nearDuplicates(someVectors)
const hashed = rules.nearDuplicatesByHash(someVectors, rules.seededRandom('hashes'))
const share = ((100 * hashed.pairs.length) / exact.pairs.length).toFixed(1)

bench(
  'Texts',
  [
    {
      name: `near-duplicates, 10,000 titles, all pairs, vectors included (${exact.pairs.length} pairs)`,
      run: () => rules.nearDuplicates(rules.textVectors(some)),
      target: 1.5
    },
    {
      name: `the same by hashes (${share} % of the pairs)`,
      run: () => rules.nearDuplicatesByHash(rules.textVectors(some), rules.seededRandom('hashes'))
    },
    {
      name: 'near-duplicates, 100,000 titles, by hashes, vectors included',
      run: () => rules.nearDuplicatesByHash(rules.textVectors(many), rules.seededRandom('hashes')),
      target: 15
    },
    {
      name: `themes of 10,000 titles (${themes.themes.length} themes)`,
      run: () => rules.textThemes(someVectors)
    },
    {
      name: 'one new title: its vector and theme among 10,000',
      run: () =>
        rules.placeInThemes(
          themes,
          someVectors,
          rules.placeTexts(someVectors.model!, [{ id: 'new', text: many[5]!.text }])
        )
    }
  ],
  3
)
