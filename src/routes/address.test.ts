import { describe, expect, it } from 'vitest'
import { inLanguage, languageOf, needsLanguage, queryOf, withoutLanguage } from './address.ts'

describe('a path', () => {
  it('names its language only as a whole first part', () => {
    expect(languageOf('/uk/calls')).toBe('uk')
    expect(languageOf('/uk')).toBe('uk')
    expect(languageOf('/ukraine')).toBeUndefined()
    expect(languageOf('/')).toBeUndefined()
    expect(languageOf('/constructor')).toBeUndefined()
  })

  it('is the same in another language', () => {
    expect(inLanguage('pl', withoutLanguage('/uk/calls/yard'))).toBe('/pl/calls/yard')
    expect(inLanguage('pl', withoutLanguage('/uk'))).toBe('/pl')
    expect(inLanguage('pl', withoutLanguage('/'))).toBe('/pl')
  })
})

it('a page in another language keeps what was asked for, and forgets which form was sent', () => {
  expect(queryOf(new URLSearchParams('?code=abc&q=a+b'))).toBe('?code=abc&q=a+b')
  expect(queryOf(new URLSearchParams('?/demo&code=abc'))).toBe('?code=abc')
  expect(queryOf(new URLSearchParams('?/organisation'))).toBe('')
})

describe('somebody without a language in the address', () => {
  it('is sent on from pages', () => {
    expect(needsLanguage('/calls', 'GET', null)).toBe(true)
    expect(needsLanguage('/calls/yard', 'HEAD', null)).toBe(true)
  })

  it('is not sent on from files, other routes, or when sending something', () => {
    expect(needsLanguage('/favicon.ico', 'GET', null)).toBe(false)
    expect(needsLanguage('/', 'GET', '/')).toBe(false)
    expect(needsLanguage('/calls', 'POST', null)).toBe(false)
    expect(needsLanguage('/uk/nowhere', 'GET', null)).toBe(false)
  })
})
