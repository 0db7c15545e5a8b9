import { expect, it } from 'vitest'
import { settings } from './settings.ts'

it('takes every choice an organiser is offered', () => {
  const offered = {
    respond: ['support', 'score'],
    totals: ['always', 'after-close'],
    moderation: ['after', 'before'],
    place: ['none', 'optional', 'required'],
    placePrecision: ['exact', 'street', 'district'],
    ranking: ['plain', 'decaying']
  }
  for (const [name, choices] of Object.entries(offered)) {
    for (const choice of choices)
      expect(settings.safeParse({ [name]: choice }).success, `${name} ${choice}`).toBe(true)
    expect(settings.safeParse({ [name]: 'else' }).success, name).toBe(false)
  }
})

it('says beside the ranking that the cautious one needs scores', () => {
  const { error } = settings.safeParse({ respond: 'support', ranking: 'wilson' })
  expect(error?.issues).toMatchObject([{ path: ['ranking'], params: { code: 'wilson-needs-scores' } }])
  expect(settings.safeParse({ respond: 'score', ranking: 'wilson' }).success).toBe(true)
})
