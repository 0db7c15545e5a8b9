import { expect, it } from 'vitest'
import { isNarrow, wishIn } from './list-wish.ts'

const at = (query: string) => wishIn(new URL(`https://mozaika.example/en/calls${query}`))

it('reads what a form of filters sends, without the fields left empty', () => {
  expect(at('?q=+benches+&state=open&language=uk&organisation=town')).toEqual({
    q: 'benches',
    state: 'open',
    language: 'uk',
    organisation: 'town'
  })
  expect(at('?q=&state=&language=&organisation=')).toEqual({})
})

it('leaves out what it does not know', () => {
  expect(at('?state=broken&language=xx&q=%20')).toEqual({})
})

it('takes a place in the list for no filter', () => {
  expect(isNarrow(at('?after=abc'))).toBe(false)
  expect(isNarrow(at('?state=closed'))).toBe(true)
})
