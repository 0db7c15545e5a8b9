import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sumSorted } from './sum-sorted.ts'

it('sumSorted is the same to the last bit in every order', () => {
  const lists = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }))
  fc.assert(
    fc.property(
      lists.chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, other]) => {
        expect(sumSorted(other)).toBe(sumSorted(list))
      }
    )
  )
  expect(sumSorted([])).toBe(0)
})
