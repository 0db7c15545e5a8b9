import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LanguageCode } from './languages/index.ts'
import { normaliseText } from './normalise-text.ts'
import { scriptOf } from './script-of.ts'
import { tokensOf } from './tokens-of.ts'

const stems = (text: string, language: LanguageCode) => [
  ...new Set(tokensOf(text, language).map(({ stem }) => stem))
]

describe('normaliseText', () => {
  it('makes writings equal that a reader takes for equal', () => {
    const pairs = [
      ['Café', 'cafe\u0301'],
      ['ＵＢＥＲ', 'uber'],
      ["Об'єкт", 'обʼєкт'],
      ['so\u00adft \u200bhyphen', 'soft hyphen'],
      ['a\u00a0b', 'a b']
    ]
    for (const [one, other] of pairs) expect(normaliseText(one!)).toBe(normaliseText(other!))
    expect(normaliseText('й')).not.toBe(normaliseText('и'))
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), text => {
        const once = normaliseText(text)
        expect(normaliseText(once)).toBe(once)
      })
    )
  })
})

describe('scriptOf', () => {
  it('goes by most letters, with a Chinese character for three', () => {
    expect(scriptOf('UberX 更多的樹木')).toBe('han')
    expect(scriptOf('парк Central')).toBe('latin')
    expect(scriptOf('парки City')).toBe('cyrillic')
    expect(scriptOf('123')).toBe('other')
  })
})

describe('tokensOf', () => {
  it('refuses a language it does not know', () => {
    expect(() => tokensOf('a', 'xx' as 'en')).toThrow('tokensOf: the language must be one of bg, en')
  })

  it('brings the forms of a word together, and leaves out what is too common', () => {
    expect(stems('The parks and the park', 'en')).toEqual(['park'])
    expect(stems('Дерева, деревами, деревам і дерев у місті', 'uk')).toEqual(['дерев', 'міст'])
    expect(stems('Остановка, остановки и остановками', 'ru')).toEqual(['остановк'])
    expect(stems('Паркове и парковете в града', 'bg')).toEqual(['парк', 'град'])
    expect(stems('Drzewo, drzewa i drzewami', 'pl')).toEqual(['drzew'])
    expect(stems('Los árboles del árbol', 'es')).toEqual(['árbol'])
  })

  it('keeps apostrophes inside words, however they are typed', () => {
    expect(tokensOf('об’єднання', 'uk')[0]!.word).toBe("об'єднання")
    expect(tokensOf("'quoted'", 'en').map(({ word }) => word)).toEqual(['quoted'])
  })

  it('takes Chinese in pairs, and words of other letters between them as words', () => {
    expect(tokensOf('我覺得Uber提供服務', 'zh').map(({ word }) => word)).toEqual([
      'uber',
      '覺得',
      '提供',
      '供服',
      '服務'
    ])
  })

  it('is there for every language, with stems at the beginning of their words', () => {
    for (const language of ['bg', 'en', 'es', 'pl', 'ru', 'uk'] as const) {
      fc.assert(
        fc.property(fc.string({ unit: fc.constantFrom(...'aeoznłсиовть ') }), text => {
          for (const { word, stem } of tokensOf(text, language))
            expect(word.startsWith(stem) && stem !== '').toBe(true)
        })
      )
    }
  })
})
