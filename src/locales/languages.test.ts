import { expect, it } from 'vitest'
import { negotiateLanguage } from './languages.ts'

it('the language liked best of ours is taken', () => {
  expect(negotiateLanguage('de-DE,de;q=0.9,pl;q=0.8,en;q=0.7')).toBe('pl')
  expect(negotiateLanguage('en;q=0.5, uk-UA')).toBe('uk')
  expect(negotiateLanguage('ES-419')).toBe('es')
})

it('a language of weight 0 is not wanted', () => {
  expect(negotiateLanguage('ru;q=0, bg;q=0.1')).toBe('bg')
})

it('English is spoken where nothing fits or nothing sensible is asked', () => {
  for (const header of [null, '', '*', 'ja', ';;;q=,', 'uk;q=much', 'x'.repeat(10_000)]) {
    expect(negotiateLanguage(header)).toBe('en')
  }
})
