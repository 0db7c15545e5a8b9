import { expect, it } from 'vitest'
import { parsePlace } from './place.ts'

it('reads a position as maps give it', () => {
  expect(parsePlace('50.4501, 30.5234')).toEqual({ lat: 50.4501, lon: 30.5234 })
  expect(parsePlace(' -33.86 151.2 ')).toEqual({ lat: -33.86, lon: 151.2 })
  expect(parsePlace('50,4501; 30,5234')).toEqual({ lat: 50.4501, lon: 30.5234 })
})

it('takes nothing else for a position', () => {
  for (const text of ['', 'Shkilna 43', '50.45', '1, 2, 3']) expect(parsePlace(text)).toBeUndefined()
})
