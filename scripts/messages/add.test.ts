import { expect, it } from 'vitest'
import { addTo } from './add.ts'

it('a text is added under its area, beside what is there', () => {
  expect(addTo({ call_a: 'A' }, 'call', 'uk', { title: { uk: 'Звернення' } })).toEqual({
    call_a: 'A',
    call_title: 'Звернення'
  })
})

it('a number gets exactly the forms the language has', () => {
  const ideas = { ideas: { es: { one: '{n} idea de {name}', other: '{n} ideas de {name}' } } }
  expect(addTo({}, 'call', 'es', ideas)).toEqual({
    call_ideas: [
      {
        declarations: ['input count', 'input name', 'local form = count: plural', 'local n = count: number'],
        selectors: ['form'],
        match: {
          'form=many': '{n} ideas de {name}',
          'form=one': '{n} idea de {name}',
          'form=other': '{n} ideas de {name}'
        }
      }
    ]
  })
})

it('a language that was forgotten is an error', () => {
  expect(() => addTo({}, 'call', 'bg', { title: { en: 'Call' } })).toThrow('title has no wording in bg.')
})
