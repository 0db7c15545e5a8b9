import { expect, it } from 'vitest'
import { settingsInWords } from './settings-in-words.ts'

const said = (settings: object) => new Map(settingsInWords(settings).map(({ label, text }) => [label, text]))

it('says every setting that people meet, and none that is not chosen', () => {
  const words = said({})
  expect(words.get('People without an account')).toBe('may hand in ideas, support, score and comment')
  expect(words.get('Ideas one person may respond to at a time')).toBe('no limit')
  expect(words.get('Length')).toBe('title up to 120, text up to 4,000 characters')
  expect(words.has('Themes')).toBe(false)
  expect(said({ files: 0 }).has('Files an idea may carry')).toBe(false)
})

it('names themes, limits and the rule of the ranking', () => {
  const themes = ['Parks', 'Streets'].map((label, n) => ({ id: `theme-${n}`, label }))
  const words = said({
    themes,
    budget: 5,
    ranking: 'decaying',
    halfLifeDays: 1,
    place: 'required',
    textMax: 0
  })
  expect(words.get('Themes')).toBe('Parks and Streets')
  expect(words.get('Ideas one person may respond to at a time')).toBe('5')
  expect(words.get('How the ranking is made')).toBe('Fading: after 1 day half the weight is left')
  expect(words.get('A place on the map')).toBe('Must be given; shown in public: To the street')
  expect(words.get('Length')).toBe('a title alone, up to 120 characters')
})

it('says how responses, ranking, totals and moderation were chosen', () => {
  const kinds = (settings: object) => {
    const words = said(settings)
    return [
      'How others respond',
      'How the ranking is made',
      'When running totals can be seen',
      'When ideas appear'
    ].map(label => words.get(label))
  }
  expect(kinds({})).toEqual([
    expect.stringMatching(/^They support/),
    'Plain: The most support comes first.',
    'At once',
    'At once; moderators look afterwards'
  ])
  expect(kinds({ respond: 'score', ranking: 'wilson', totals: 'after-close', moderation: 'before' })).toEqual(
    [
      'They give a score from 1 to 5',
      'Cautious: By the score one can be sure of. Only with scores.',
      'After the close',
      'After a moderator has looked'
    ]
  )
})

it('says how many files an idea may carry, and whether it has a text and a place', () => {
  expect(said({ files: 2 }).get('Files an idea may carry')).toBe('up to 2')
  expect(said({ textRequired: true }).get('Length')).toBe(
    'title up to 120, text needed, up to 4,000 characters'
  )
  expect(said({ place: 'none' }).get('A place on the map')).toBe('Not asked for')
  const optional = said({ place: 'optional', placePrecision: 'exact' })
  expect(optional.get('A place on the map')).toBe('May be given; shown in public: Exactly')
})

it('tells apart what guests may do', () => {
  const guests = (contribute: boolean, respond: boolean) =>
    said({ guests: { contribute, respond } }).get('People without an account')
  expect(guests(true, false)).toBe('may hand in ideas, but not support or comment')
  expect(guests(false, true)).toBe('may support and comment, but not hand in ideas')
  expect(guests(false, false)).toContain('may only read')
})

it('refuses what are no settings of its own', () => {
  expect(() => settingsInWords({ jury: 3 })).toThrow()
})
