import { expect, it } from 'vitest'
import { decode } from './decode.ts'

it('reads objects, lists and plain values back', () => {
  expect(
    decode('[{"pressed":1,"count":2,"problems":3},true,413,[4],{"path":5,"limits":6},"body.title",{}]')
  ).toEqual({
    pressed: true,
    count: 413,
    problems: [{ path: 'body.title', limits: {} }]
  })
})

it('reads nothing as nothing', () => {
  expect(decode('-1')).toBeUndefined()
  expect(decode('[{"count":-1,"total":1},null]')).toEqual({ count: undefined, total: null })
})
