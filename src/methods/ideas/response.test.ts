import { describe, expect, it } from 'vitest'
import { response } from './response.ts'
import { settings } from './settings.ts'

describe('a response', () => {
  it('by support says nothing but itself', () => {
    const support = response(settings.parse({ respond: 'support' }))
    expect(support.parse({})).toEqual({})
    expect(support.safeParse({ score: 3 }).success).toBe(false)
  })

  it('by score is a whole number from 1 to 5', () => {
    const score = response(settings.parse({ respond: 'score' }))
    for (const given of [1, 5]) expect(score.parse({ score: given })).toEqual({ score: given })
    for (const refused of [0, 6, 2.5, '3', undefined])
      expect(score.safeParse({ score: refused }).success, String(refused)).toBe(false)
    expect(score.safeParse({}).success).toBe(false)
  })
})
