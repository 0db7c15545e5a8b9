import { expect, it } from 'vitest'
import { words } from './words.ts'

it('counts ideas and supports in words, one and many', () => {
  const counted = (count: number) =>
    [words.count(count), words.responses(count), words.all(count), words.mosaic(count)].join(' | ')
  expect(counted(1)).toBe(
    '1 idea | 1 support | 1 idea: see it in the list | 1 idea, the first piece of a mosaic'
  )
  expect(counted(288)).toBe('288 ideas | 288 supports | All 288 ideas | 288 ideas, one mosaic')
})

it('says how much is left to give, and how to go on when nothing is', () => {
  expect(words.left(1)).toBe('You have 1 support left to give here.')
  expect(words.left(3)).toBe('You have 3 supports left to give here.')
  expect(words.left(0)).toContain('Take one back')
})

it('has a sentence for every place that asks for one', () => {
  const said = [
    words.many(),
    words.yours(),
    words.handIn(),
    words.search(),
    words.picture(),
    words.best(),
    ...words.none(),
    ...words.levels()
  ]
  for (const one of said) expect(one).toMatch(/^\p{L}.{4}/u)
  expect(new Set(said).size).toBe(10)
})
