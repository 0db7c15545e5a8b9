import { expect, test } from 'vitest'
import { splitByScript } from './split-by-script.ts'

test('each run of letters goes to the part of the font that has it, spaces stay where they are', () => {
  expect(splitByScript('Олена Kowalska, Łódź 5')).toEqual([
    { script: 'cyrillic', text: 'Олена ' },
    { script: 'latin', text: 'Kowalska, ' },
    { script: 'latin-ext', text: 'Ł' },
    { script: 'latin', text: 'ód' },
    { script: 'latin-ext', text: 'ź ' },
    { script: 'latin', text: '5' }
  ])
})

test('letters of all six languages have a place, others are written as a question mark', () => {
  const letters = 'ґєіїʼ ąćęłńóśźż ѝъьюя ñáéü ёэы „“«»–—’…•'
  expect(
    splitByScript(letters)
      .map(run => run.text)
      .join('')
  ).toBe(letters)
  expect(splitByScript('水')).toEqual([{ script: 'latin', text: '?' }])
  expect(splitByScript('')).toEqual([])
})
