import { expect, test } from 'vitest'
import { superseded } from './claim-rules.ts'
import type { HeldResponse } from './claim-rules.ts'

let made = 0
const aResponse = (given: Partial<HeldResponse> = {}): HeldResponse => {
  made += 1
  return {
    callId: 'call',
    stepId: 'step',
    target: `idea ${made}`,
    kind: 'support',
    participantId: 'guest',
    responseId: `response ${String(made).padStart(3, '0')}`,
    body: {},
    at: new Date(made),
    isOwn: false,
    ...given
  }
}
const noBudget = () => null

test('responses to different targets all count', () => {
  expect(superseded([aResponse(), aResponse({ participantId: 'account' })], noBudget)).toEqual([])
})

test('of two responses to one target the earlier counts, whoever gave it', () => {
  const early = aResponse({ target: 'idea', participantId: 'account', at: new Date(1) })
  const late = aResponse({ target: 'idea', participantId: 'guest', at: new Date(2) })
  expect(superseded([late, early], noBudget)).toEqual([late])
})

test('responses at the same moment are told apart by id', () => {
  const a = aResponse({ target: 'idea', at: new Date(5) })
  const b = aResponse({ target: 'idea', at: new Date(5) })
  expect(superseded([b, a], noBudget)).toEqual([b])
})

test('different kinds, steps and calls do not meet', () => {
  const held = [{}, { kind: 'score' }, { stepId: 'second' }, { callId: 'another' }]
  expect(
    superseded(
      held.map(one => aResponse({ target: 'idea', ...one })),
      noBudget
    )
  ).toEqual([])
})

test('what a budget would not have allowed stops counting, the latest first', () => {
  const held = [1, 2, 3, 4].map(at => aResponse({ at: new Date(at) }))
  expect(superseded(held, () => 2)).toEqual(held.slice(2))
})

test('a response that stops counting spends nothing', () => {
  const twice = [1, 2].map(at => aResponse({ target: 'idea', at: new Date(at) }))
  const other = aResponse({ at: new Date(3) })
  expect(superseded([...twice, other], () => 2)).toEqual([twice[1]])
})

test('nobody supports an own contribution by having been a guest', () => {
  const own = aResponse({ isOwn: true })
  expect(superseded([own, aResponse()], noBudget)).toEqual([own])
})
