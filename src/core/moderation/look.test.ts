import { describe, expect, test } from 'vitest'
import {
  copyFrom,
  findBadLink,
  findListed,
  findShouting,
  likeness,
  lookAtWords,
  usualGuards
} from './look.ts'

describe('links', () => {
  test.each([
    ['one source', 'See https://www.kyiv.ua/benches and https://example.org/a?b=c'],
    ['a mail address', 'Write to town.hall@example.org'],
    ['numbers with dots', 'Version 1.2.3 costs 1.500 a year'],
    ['no link at all', 'Benches by the river. And lamps.']
  ])('ask for nothing: %s', (_, text) => {
    expect(findBadLink(text)).toBeNull()
  })

  test.each([
    ['shortener', 'Win now https://bit.ly/3xYz', { why: 'shortener', host: 'bit.ly' }],
    ['shortener without a scheme', 'look at bit.ly/3xYz now', { why: 'shortener', host: 'bit.ly' }],
    ['bare number', 'http://192.168.1.10/login', { why: 'number', host: '192.168.1.10' }],
    ['another name in front', 'https://kyiv.ua@evil.example/', { why: 'disguised', host: 'evil.example' }],
    ['letters that look alike', 'https://kyіv.ua/pay', { why: 'lookalike', host: 'kyіv.ua' }],
    ['punycode', 'https://xn--80ak6aa92e.com/', { why: 'lookalike', host: 'xn--80ak6aa92e.com' }],
    ['script', 'click javascript:alert(1)', { why: 'script', host: '' }]
  ])('ask for a look: %s', (_, text, found) => {
    expect(findBadLink(text)).toEqual(found)
  })

  test('ask for a look where there are more than three', () => {
    const text = [1, 2, 3, 4].map(n => `https://example.org/${n}`).join(' ')
    expect(findBadLink(text)).toEqual({ why: 'many', count: 4 })
  })
})

describe('shouting', () => {
  test('is capitals throughout, in every script that has them', () => {
    expect(findShouting('ЧОМУ НІХТО НЕ РЕМОНТУЄ НАШІ ДОРОГИ')).toEqual({ capitals: 100 })
    expect(findShouting('WHY DOES NOBODY mend our ROADS AT ALL HERE')).toMatchObject({
      capitals: expect.any(Number) as number
    })
  })
  test('is marks and letters over and over', () => {
    expect(findShouting('When at last?!?!')).toEqual({ repeated: 4 })
    expect(findShouting('Pleeeeeease')).toMatchObject({ repeated: expect.any(Number) as number })
  })
  test('is no abbreviation, no short title, no question and no script without capitals', () => {
    for (const text of [
      'ЖКГ, ОСББ і ДСНС',
      'MORE BENCHES',
      'Really?',
      'Really!!!',
      '公園にもっとベンチを置いてください お願いします'
    ])
      expect(findShouting(text), text).toBeNull()
  })
})

describe('the list of words of a call', () => {
  test('finds whole words whatever their case, accents and look-alike letters', () => {
    expect(findListed('Buy VIAGRA here', ['viagra'])).toBe('viagra')
    expect(findListed('кaзино онлайн', ['казино'])).toBe('казино')
    expect(findListed('It is a class of its own', ['ass'])).toBeNull()
  })
  test('finds beginnings where a star says so, and phrases', () => {
    expect(findListed('про кандидатами від партії', ['кандидат*'])).toBe('кандидат*')
    expect(findListed('про кандидатами від партії', ['кандидат'])).toBeNull()
    expect(findListed('Vote for  Party-X today', ['party x'])).toBe('party x')
  })
  test('finds addresses as they stand, and nothing by an empty word', () => {
    expect(findListed('see Casino.Example/now', ['casino.example'])).toBe('casino.example')
    expect(findListed('anything', ['*', '  ', '!'])).toBeNull()
  })
})

test('copies are told from texts on the same subject', () => {
  const one =
    'The playground in Lisova street has been broken since spring and children play in the road instead'
  const copy =
    'The playground in Lisova street has been broken since spring, and children play in the road now!'
  const own = 'Children play in the road because the playground in our street has been broken for a long time'
  expect(likeness(one, copy)).toBeGreaterThan(copyFrom)
  expect(likeness(one, own)).toBeLessThan(copyFrom)
  expect(likeness('', one)).toBe(0)
})

test('rules that a call has switched off find nothing', () => {
  const text = 'BUY NOW AND NEVER PAY FOR IT!!!!! bit.ly/x'
  expect(lookAtWords(text, usualGuards).map(hold => hold.rule)).toEqual(['link', 'shouting'])
  expect(lookAtWords(text, { ...usualGuards, links: false, shouting: false, words: ['buy'] })).toEqual([
    { rule: 'word', found: { word: 'buy' } }
  ])
})
