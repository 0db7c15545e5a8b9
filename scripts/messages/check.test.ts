import { describe, expect, it } from 'vitest'
import { areaOf, parseMessage } from './catalogue.ts'
import type { Message } from './catalogue.ts'
import { checkArea } from './check.ts'

const area = { name: 'home', pattern: './src/locales/home/{locale}.json' }

describe('texts are refused when', () => {
  it('one language lacks a message', () => {
    expect(check({ en: { home_title: 'Home' }, uk: {} })).toEqual([
      './src/locales/home/uk.json: home_title is missing: every message is there in every language.'
    ])
  })

  it('one language has a message too many', () => {
    expect(check({ en: {}, uk: { home_more: 'Ще' } })).toEqual([
      './src/locales/home/en.json: home_more is missing: every message is there in every language.'
    ])
  })

  it('a language has no file at all', () => {
    expect(
      checkArea(
        area,
        new Map([
          ['en', messages({ home_title: 'Home' })],
          ['uk', undefined]
        ])
      )
    ).toEqual(['./src/locales/home/uk.json is missing: write it, with all 1 messages of this area.'])
  })

  it('a translation is filled in with other names', () => {
    expect(check({ en: { home_hello: 'Hello {name}' }, uk: { home_hello: 'Вітаю, {who}' } })).toEqual([
      './src/locales/home/uk.json: home_hello is filled in with {who}, elsewhere with {name}.'
    ])
  })

  it('a form of a number is missing or idle', () => {
    const ideas = plural({ one: '{n} idea', other: '{n} ideas' })
    expect(check({ en: { home_ideas: ideas }, uk: { home_ideas: ideas } })).toEqual([
      './src/locales/home/uk.json: home_ideas lacks the form few, many: numbers in this language need it.'
    ])
    const wrong = plural({ one: '{n} idea', few: '{n} ideas', other: '{n} ideas' })
    expect(check({ en: { home_ideas: wrong } })[0]).toContain('has the form few, which numbers')
  })

  it('a key does not start with its area, or a text is empty', () => {
    expect(check({ en: { title: ' ' } })).toEqual([
      'title in area home: a key starts with its area, so call it home_title.',
      './src/locales/home/en.json: title is empty.'
    ])
  })
})

it('texts that agree are accepted, braces after a backslash being only braces', () => {
  expect(
    check({ en: { home_code: 'Write \\{name\\}, {name}' }, uk: { home_code: 'Пишіть {name}' } })
  ).toEqual([])
})

it('an area is named by its folder, a method by its own', () => {
  expect(areaOf('./src/locales/home/{locale}.json')).toBe('home')
  expect(areaOf('./src/methods/ideas/messages/{locale}.json')).toBe('ideas')
})

const messages = (raw: Record<string, unknown>): Map<string, Message> =>
  new Map(Object.entries(raw).map(([key, value]) => [key, parseMessage(key, value)]))

const check = (raw: Record<string, Record<string, unknown>>) =>
  checkArea(area, new Map(Object.entries(raw).map(([language, texts]) => [language, messages(texts)])))

const plural = (forms: Record<string, string>) => [
  {
    declarations: ['input count', 'local form = count: plural', 'local n = count: number'],
    selectors: ['form'],
    match: Object.fromEntries(Object.entries(forms).map(([form, wording]) => [`form=${form}`, wording]))
  }
]
