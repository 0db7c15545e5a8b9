import { describe, expect, it } from 'vitest'
import { idea } from './contribution.ts'
import { readIdea, readReply, readSettings } from './forms.ts'
import { response } from './response.ts'
import { defaults, settings } from './settings.ts'

const formOf = (entries: readonly (readonly [string, string])[]): FormData => {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}

describe('the form of an idea', () => {
  it('gives what the schema takes', () => {
    const form = formOf([
      ['body.title', ' A bench '],
      ['body.text', 'To sit on.'],
      ['body.theme', '']
    ])
    expect(readIdea(form)).toEqual({ title: 'A bench', text: 'To sit on.', theme: null })
    expect(idea(defaults).safeParse(readIdea(form)).success).toBe(true)
  })

  it('keeps the theme that was chosen', () => {
    expect(readIdea(formOf([['body.theme', 'parks']]))).toMatchObject({ theme: 'parks' })
  })

  it('gives an empty title where none was typed, for the schema to refuse', () => {
    expect(idea(defaults).safeParse(readIdea(new FormData())).success).toBe(false)
  })
})

describe('the form of a response', () => {
  it('brings nothing for a support and a whole number for a score', () => {
    expect(readReply(new FormData())).toEqual({})
    expect(readReply(formOf([['body.score', '4']]))).toEqual({ score: 4 })
  })

  it('leaves it to the schema that a score is one', () => {
    const scored = response(settings.parse({ respond: 'score' }))
    for (const score of ['0', '6', '2.5', 'five'])
      expect(scored.safeParse(readReply(formOf([['body.score', score]]))).success).toBe(false)
  })
})

describe('the form of settings', () => {
  const shown: (readonly [string, string])[] = [
    ['s.respond', 'support'],
    ['s.budget', ''],
    ['s.ranking', 'plain'],
    ['s.halfLifeDays', '14'],
    ['s.guests.contribute', 'on'],
    ['s.guests.respond', 'on'],
    ['s.totals', 'always'],
    ['s.moderation', 'after'],
    ['s.titleMax', '120'],
    ['s.textMax', '4000'],
    ['s.files', '3'],
    ['s.place', 'none'],
    ['s.placePrecision', 'street']
  ]

  it('gives the defaults back as they were shown', () => {
    expect(settings.parse(readSettings(formOf(shown), 's'))).toEqual(defaults)
  })

  it('takes a box that is not ticked for a no', () => {
    const read = readSettings(formOf(shown.filter(([name]) => name !== 's.guests.contribute')), 's')
    expect(read).toMatchObject({ guests: { contribute: false, respond: true }, textRequired: false })
  })

  it('keeps the ids of themes that stay, and gives new ones to new themes', () => {
    const form = formOf([
      ...shown,
      ['s.themes', 'Shade\n\n Quiet nights \nSchool'],
      ['s.themeIds', 'shade Shade'],
      ['s.themeIds', 'theme-1 School']
    ])
    expect(readSettings(form, 's')).toMatchObject({
      themes: [
        { id: 'shade', label: 'Shade' },
        { id: 'theme-2', label: 'Quiet nights' },
        { id: 'theme-1', label: 'School' }
      ]
    })
    expect(settings.safeParse(readSettings(form, 's')).success).toBe(true)
  })

  it('reads a budget, a text that is asked for, and ids for several new themes', () => {
    const form = formOf([
      ...shown.filter(([name]) => name !== 's.budget'),
      ['s.budget', '5'],
      ['s.textRequired', 'on'],
      ['s.themes', 'Shade\nQuiet nights\nSchool']
    ])
    const read = readSettings(form, 's')
    expect(read).toMatchObject({ budget: 5, textRequired: true })
    expect(settings.parse(read).themes.map(({ id }) => id)).toEqual(['theme-1', 'theme-2', 'theme-3'])
  })

  it('lets the schema refuse what is no number', () => {
    const form = formOf(shown.map(([name, value]) => [name, name === 's.files' ? 'many' : value] as const))
    expect(settings.safeParse(readSettings(form, 's')).error?.issues[0]?.path).toEqual(['files'])
  })
})
