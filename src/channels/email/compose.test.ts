import { expect, test } from 'vitest'
import { languages } from '../../core/text/schema.ts'
import { compose } from './compose.ts'
import { letters } from './letters/index.ts'
import type { Template } from './letters/index.ts'

const facts = {
  link: 'https://mozaika.example/uk/sign-in/link?token=abc&next=%2Fuk',
  minutes: 30,
  days: 7,
  organisation: 'Громада Яблуневе',
  role: 'organiser',
  question: 'Що змінити у дворі?',
  title: 'Лавка під липою',
  reason: 'Тут названо сусідку на ім’я.',
  url: 'https://mozaika.example/hook',
  failures: 20,
  answer: 'status 503',
  group: 'Садівники',
  count: 2,
  items: [newsItem('answer.published', 'Лавка під липою'), newsItem('milestone.started', null)],
  all: 'https://mozaika.example/me/news',
  stop: 'https://mozaika.example/letters?person=1'
}

function newsItem(event: string, title: string | null) {
  return {
    event,
    because: 'author',
    facts: { milestone: 'Десять лавок' },
    title,
    concerns: 1,
    question: 'Що змінити у дворі?',
    organisation: 'Громада Яблуневе',
    link: 'https://mozaika.example/uk/sign-in/link?token=abc&next=%2Fuk'
  }
}

const templates = Object.keys(letters) as Template[]
const host = 'mozaika.example'

test('a letter that nobody wrote is a bug, said by name', () => {
  expect(() => compose({ template: 'toString', language: 'en', facts }, host)).toThrow(
    'there is no letter "toString"'
  )
})

test('a letter that lacks a fact is a bug, said by name', () => {
  const lacking = { template: 'sign-in', language: 'en', facts: { minutes: 30 } }
  expect(() => compose(lacking, host)).toThrow('the letter "sign-in" lacks link')
})

test('what people wrote is text in a letter, never markup or a header', () => {
  const title = '<img src=x onerror=alert(1)>\r\nBcc: everybody@example.org'
  const letter = compose(
    { template: 'contribution-received', language: 'en', facts: { ...facts, title } },
    host
  )
  expect(letter.html).not.toContain('<img')
  expect(letter.html).toContain('&lt;img src=x')
  expect(letter.subject).not.toMatch(/[\r\n]/)
})

test('a long title does not make a long subject', () => {
  const title = 'дуже '.repeat(100)
  const letter = compose(
    { template: 'contribution-received', language: 'uk', facts: { ...facts, title } },
    host
  )
  expect([...letter.subject].length).toBeLessThanOrEqual(120)
})

test('a language we do not have becomes English', () => {
  expect(compose({ template: 'sign-in', language: 'xx', facts }, host).subject).toBe('Your link to sign in')
})

test.each(templates)('the letter %s exists in six languages, each its own', template => {
  const written = languages.map(language => compose({ template, language, facts }, host))
  expect(new Set(written.map(letter => letter.text)).size).toBe(languages.length)
  for (const letter of written) {
    expect(letter.text).toContain(facts.link)
    expect(letter.html).toContain(facts.link.replaceAll('&', '&amp;'))
    expect(letter.text).toContain(host)
    expect(letter.text + letter.html + letter.subject).not.toMatch(/undefined|null|NaN|\[object/)
    expect(letter.html).toContain(`<html lang="${letter.language}">`)
  }
})

test('no letter asks anything of another server', () => {
  for (const template of templates) {
    const { html } = compose({ template, language: 'en', facts }, host)
    const addresses = html.match(/https?:\/\/[^"<\s]+/g) ?? []
    expect(new Set(addresses.map(address => new URL(address).host))).toEqual(new Set([host]))
    expect(html).not.toMatch(/<(img|script|link|iframe|object)|url\(/)
  }
})

test('amounts of time follow the language', () => {
  const of = (language: string) => compose({ template: 'sign-in', language, facts }, host).text
  expect(of('en')).toContain('30 minutes')
  expect(of('uk')).toContain('30 хвилин')
  expect(of('pl')).toContain('30 minut')
})
