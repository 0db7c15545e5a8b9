import { expect, test } from 'vitest'
import { methods } from './index.ts'
import { isSameResult, recount, tallies } from './recount.ts'

test('every method can be counted again in a browser, by its own tally', () => {
  expect(Object.keys(tallies).sort()).toEqual([...methods.keys()].sort())
  for (const [id, method] of methods) expect(tallies[id]).toBe(method.tally)
})

test('a recount gives the result, and a single response more another one', () => {
  const settings = methods.get('ideas')!.defaults
  const support = { target: 'a', kind: 'support', body: {}, at: 1 }
  const material = {
    method: 'ideas',
    settings,
    contributions: [{ id: 'a', theme: null }],
    responses: [support],
    closedAt: 2
  }
  const result = recount(material)
  expect(result).toMatchObject({ contributions: 1, responses: 1 })
  expect(isSameResult(result, recount(material))).toBe(true)
  expect(isSameResult(result, recount({ ...material, responses: [support, support] }))).toBe(false)
})

test('a method that is newer than this page is not guessed at', () => {
  expect(
    recount({ method: 'new', settings: {}, contributions: [], responses: [], closedAt: 0 })
  ).toBeUndefined()
})
