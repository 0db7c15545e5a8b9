import { describe, expect, it } from 'vitest'
import { ideas } from './method.ts'
import { settings } from './settings.ts'

const rules = (chosen: object) => ideas.rules(settings.parse(chosen))

describe('the rules of a step of ideas', () => {
  it('open each door to guests apart', () => {
    expect(rules({ guests: { contribute: true, respond: false } })).toMatchObject({
      contribute: 'guests',
      respond: 'confirmed'
    })
    expect(rules({ guests: { contribute: false, respond: true } })).toMatchObject({
      contribute: 'confirmed',
      respond: 'guests'
    })
  })

  it('follow what the organiser chose', () => {
    const chosen = {
      respond: 'score',
      totals: 'after-close',
      moderation: 'before',
      place: 'required',
      placePrecision: 'district',
      files: 1,
      budget: 5,
      themes: [{ id: 'parks', label: 'Parks' }]
    } as const
    const { respond, ...same } = chosen
    expect(rules(chosen)).toMatchObject({ ...same, responseKind: respond })
  })
})

it('reads title, text and theme off an idea', () => {
  const body = { title: 'A bench', text: 'To sit on.', theme: 'parks' }
  expect([ideas.title(body), ideas.text(body), ideas.theme(body)]).toEqual(['A bench', 'To sit on.', 'parks'])
  expect(ideas.theme({ title: 'A bench', text: '' })).toBeNull()
})

it('shows each idea to everybody, and owes it an answer', () => {
  expect(ideas).toMatchObject({ answerable: true, singles: 'everybody' })
})
