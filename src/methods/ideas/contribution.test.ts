import { describe, expect, it } from 'vitest'
import { idea } from './contribution.ts'
import { settings } from './settings.ts'

const themes = [
  { id: 'parks', label: 'Parks' },
  { id: 'streets', label: 'Streets' }
]
const codes = (chosen: object, body: object) => {
  const parsed = idea(settings.parse(chosen)).safeParse(body)
  return parsed.success ? 'taken' : parsed.error.issues.map(one => one.path.join('.'))
}

describe('an idea', () => {
  it('is a title; its text is empty unless given', () => {
    expect(idea(settings.parse({})).parse({ title: 'A bench' })).toEqual({ title: 'A bench', text: '' })
    expect(codes({}, { title: 'A' })).toEqual(['title'])
  })

  it('needs a text where the organiser asks for one', () => {
    expect(codes({ textRequired: true }, { title: 'A bench' })).toEqual(['text'])
    expect(codes({ textRequired: true }, { title: 'A bench', text: 'To sit on.' })).toBe('taken')
  })

  it('is filed under one of the themes there are, or under none', () => {
    for (const theme of ['parks', 'streets', null])
      expect(codes({ themes }, { title: 'A bench', theme }), String(theme)).toBe('taken')
    expect(codes({}, { title: 'A bench', theme: 'parks' })).toEqual(['theme'])
  })

  it('under a theme that is not there is told that it is no choice', () => {
    const { error } = idea(settings.parse({ themes })).safeParse({ title: 'A bench', theme: 'x' })
    expect(error?.issues).toMatchObject([{ path: ['theme'], params: { code: 'not-a-choice' } }])
  })
})
