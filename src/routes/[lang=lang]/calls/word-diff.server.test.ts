import { expect, it } from 'vitest'
import { diffOfWords } from './word-diff.server.ts'

it('tells whole words apart in Cyrillic too', () => {
  expect(diffOfWords('Кнопка вранці.', 'Кнопка ввечері.')).toEqual([
    { text: 'Кнопка ', change: 'same' },
    { text: 'вранці', change: 'removed' },
    { text: 'ввечері', change: 'added' },
    { text: '.', change: 'same' }
  ])
})

it('gives back both texts when they are put together again', () => {
  const [before, after] = ['one two three\nfour', 'one 2 three\n\nfour five']
  const pieces = diffOfWords(before, after)
  const without = (change: string) =>
    pieces
      .filter(piece => piece.change !== change)
      .map(piece => piece.text)
      .join('')
  expect(without('removed')).toBe(after)
  expect(without('added').split(/\s+/).filter(Boolean)).toEqual(before.split(/\s+/))
})
