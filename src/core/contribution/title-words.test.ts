import { describe, expect, it } from 'vitest'
import { foldTitle, soughtKeys, titleKeys } from './title-words.ts'

describe('folding', () => {
  it.each([
    ['Пам’ять', "пам'ять", 'память', 'ПАМʼЯТЬ'],
    ['Ёлка', 'ёлка', 'елка'],
    ['Ґанок', 'ганок'],
    ['ścieżka rowerowa', 'sciezka rowerowa', 'Ścieżka, rowerowa!'],
    ['señal', 'senal', 'sen\u0303al'],
    ['ﬁeld', 'field', 'ＦＩＥＬＤ'],
    ['łódź', 'lodz'],
    ['вiйна', 'війна'],
    ["don't", 'don’t', 'dont']
  ])('makes equal what typists mix up: %s', (...forms) => {
    expect(new Set(forms.map(foldTitle)).size).toBe(1)
  })

  it.each([
    ['кит', 'кіт'],
    ['мий', 'мии'],
    ['їжа', 'іжа'],
    ['школа 12', 'школа 14']
  ])('keeps apart what differs: %s, %s', (one, other) => {
    expect(foldTitle(one)).not.toBe(foldTitle(other))
  })

  it('leaves nothing of signs alone', () => {
    expect(foldTitle(' — !? 🙂 ')).toBe('')
  })
})

describe('keys of a title', () => {
  it('are shared by other forms of its words in another order', () => {
    const keys = titleKeys('Встановити лавки у парку Шевченка')
    expect(titleKeys('Парк Шевченка: встановлення лавок').filter(key => keys.includes(key))).toEqual(
      expect.arrayContaining(['парк', 'шевченк', 'встанов'])
    )
    expect(titleKeys('Repairing the benches')).toEqual(titleKeys('bench repair').toReversed())
  })

  it('leave out words without a subject, and short ones, but no numbers', () => {
    expect(titleKeys('на розі, біля школи № 7 та для дітей')).toEqual(['роз', 'біл', 'школ', '7', 'діт'])
    expect(titleKeys('The for of, and in')).toEqual([])
  })

  it('are pairs of letters where a script has no spaces', () => {
    expect(titleKeys('公園裡的長椅')).toEqual(['公園', '園裡', '裡的', '的長', '長椅'])
  })

  it('are at most 24, each of at most 12 letters, and each once', () => {
    const long = Array.from({ length: 60 }, (_, n) => `слово${n}${'x'.repeat(40)}`).join(' ')
    const keys = titleKeys(`${long} ${long}`)
    expect(keys).toHaveLength(24)
    expect(Math.max(...keys.map(key => key.length))).toBeLessThanOrEqual(12)
    expect(new Set(keys).size).toBe(24)
  })

  it('are a fixed point of any text thrown at them', () => {
    for (const text of [
      '',
      '\0',
      '\ud800',
      '🙂'.repeat(500),
      'i\u0307'.repeat(100),
      '9'.repeat(500),
      '公'.repeat(500)
    ]) {
      for (const key of titleKeys(text)) expect(key.length).toBeGreaterThan(0)
    }
  })
})

describe('keys sought while typing', () => {
  it('are open for the word that is being typed and closed once it ends', () => {
    expect(soughtKeys('Лавки у пар')).toEqual([
      { key: 'лавк', isOpen: false },
      { key: 'пар', isOpen: true }
    ])
    expect(soughtKeys('Лавки у пар ').every(({ isOpen }) => !isOpen)).toBe(true)
  })

  it('are none before there is a word of three letters', () => {
    expect(soughtKeys('ла')).toEqual([])
    expect(soughtKeys('у на до')).toEqual([])
  })

  it('are the ten longest words of a long text', () => {
    const words = Array.from({ length: 20 }, (_, n) => 'а'.repeat(n + 3))
    expect(soughtKeys(words.join(' ')).length).toBeLessThanOrEqual(10)
  })
})
