import fc from 'fast-check'
import type { Random, TextItem } from '../src/index.ts'

const SYLLABLES =
  'ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi po pu ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo vu'.split(
    ' '
  )

/** Titles of four to twelve made-up words, common and rare; every tenth repeats an earlier one with an error of typing. */
export function titles(random: Random, size: number): TextItem[] {
  const vocabulary = Array.from({ length: 8000 }, () =>
    Array.from({ length: 1 + random.below(4) }, () => SYLLABLES[random.below(SYLLABLES.length)]).join('')
  )
  const word = () => vocabulary[Math.floor(vocabulary.length * random.next() ** 3)]!
  const items: TextItem[] = []
  for (let i = 0; i < size; i++) {
    const id = `t${String(i).padStart(6, '0')}`
    const text =
      i % 10 === 9
        ? mistyped(random, items[random.below(i)]!.text)
        : Array.from({ length: 4 + random.below(9) }, word).join(' ')
    items.push({ id, text })
  }
  return items
}

/** The text with one letter left out, doubled, or exchanged with the next. */
export function mistyped(random: Random, text: string): string {
  const letters = [...text]
  const at = random.below(Math.max(1, letters.length - 1))
  const error = random.below(3)
  if (error === 0) letters.splice(at, 1)
  else if (error === 1) letters.splice(at, 0, letters[at] ?? '')
  else [letters[at], letters[at + 1]] = [letters[at + 1] ?? '', letters[at] ?? '']
  return letters.join('')
}

/** Up to twelve short texts of few words, so that many are alike. */
export function anyTexts(): fc.Arbitrary<TextItem[]> {
  const word = fc.constantFrom(
    'trees',
    'tree',
    'parks',
    'night',
    'buses',
    'дерева',
    'автобус',
    '更多的樹',
    '!'
  )
  const text = fc.array(word, { maxLength: 5 }).map(words => words.join(' '))
  return fc.array(text, { maxLength: 12 }).map(texts => texts.map((text, i) => ({ id: `t${i}`, text })))
}
