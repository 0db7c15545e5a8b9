import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packResponses, unpackResponses } from './packed.ts'

const response = fc.record({
  target: fc.uuid(),
  kind: fc.constantFrom('support', 'score'),
  body: fc.dictionary(fc.constantFrom('score', 'note'), fc.oneof(fc.integer(), fc.string())),
  at: fc.integer({ min: 0, max: 4e12 })
})

test('responses come out as they were packed, in their order', () => {
  fc.assert(
    fc.property(fc.array(response), responses => {
      const packed = JSON.parse(JSON.stringify(packResponses(responses)))
      expect(unpackResponses(packed)).toEqual(JSON.parse(JSON.stringify(responses)))
    })
  )
})

test('what repeats stands once', () => {
  const at = 1_767_225_600_000
  const packed = packResponses([
    { target: 'a', kind: 'support', body: {}, at },
    { target: 'b', kind: 'support', body: {}, at },
    { target: 'a', kind: 'support', body: {}, at }
  ])
  expect(packed).toEqual({
    targets: ['a', 'b'],
    kinds: ['support'],
    bodies: [{}],
    rows: [
      [0, 0, 0, at],
      [1, 0, 0, at],
      [0, 0, 0, at]
    ]
  })
})
