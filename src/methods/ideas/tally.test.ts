import { expect, it } from 'vitest'
import { settings } from './settings.ts'
import { tally } from './tally.ts'

const at = 1_000 * 86_400_000
const idea = (id: string) => ({ id, theme: null })
const support = (target: string, daysBefore = 0) => ({
  target,
  kind: 'support',
  body: {},
  at: at - daysBefore * 86_400_000
})
const score = (target: string, points: number) => ({ target, kind: 'score', body: { score: points }, at })

it('ranks by support, equal ideas together', () => {
  const result = tally(
    settings.parse({}),
    ['a', 'b', 'c'].map(idea),
    [support('a'), support('b'), support('a'), support('c')],
    at
  )
  expect(result.ranking).toEqual([
    { rank: 1, score: 2, ids: ['a'] },
    { rank: 2, score: 1, ids: ['b', 'c'] }
  ])
  expect(result.ties).toEqual([['b', 'c']])
})

it('lets old supports fade when asked to', () => {
  const chosen = settings.parse({ ranking: 'decaying', halfLifeDays: 10 })
  const result = tally(
    chosen,
    ['old', 'new'].map(idea),
    [support('old', 20), support('old', 20), support('new', 0)],
    at
  )
  expect(result.ranking[0]).toEqual({ rank: 1, score: 1, ids: ['new'] })
  expect(result.ranking[1]).toEqual({ rank: 2, score: 0.5, ids: ['old'] })
})

it('ranks scores by what is sure, and says who has too few', () => {
  const chosen = settings.parse({ respond: 'score', ranking: 'wilson' })
  const many = Array.from({ length: 40 }, () => score('known', 4))
  const result = tally(chosen, ['known', 'lucky', 'silent'].map(idea), [...many, score('lucky', 5)], at)
  expect(result.ranking.map(group => group.ids)).toEqual([['known'], ['lucky']])
  expect(result.unranked).toEqual([{ id: 'silent', have: 0, need: 1 }])
})

it('says of each idea what its rank was made of', () => {
  const chosen = settings.parse({ respond: 'score' })
  const { lines, rule } = tally(
    chosen,
    ['b', 'a', 'c'].map(idea),
    [score('b', 4), score('b', 2), score('a', 5)],
    at
  )
  expect(rule).toBe('plain')
  expect(lines).toEqual([
    { id: 'a', responses: 1, value: 5, score: 5 },
    { id: 'b', responses: 2, value: 6, score: 6 },
    { id: 'c', responses: 0, value: 0, score: 0 }
  ])
})

it('gives the score 0 to an idea too few responded to for a rank', () => {
  const chosen = settings.parse({ respond: 'score', ranking: 'wilson' })
  const { lines } = tally(chosen, ['a', 'b'].map(idea), [score('a', 5)], at)
  expect(lines[0]!.score).toBeGreaterThan(0)
  expect(lines[1]).toEqual({ id: 'b', responses: 0, value: 0, score: 0 })
})

it('lets a response dated after the close count as one of the close', () => {
  const chosen = settings.parse({ ranking: 'decaying' })
  expect(tally(chosen, [idea('a')], [support('a', -1)], at).ranking[0]!.score).toBe(1)
})

it('refuses a ranking that the responses cannot feed', () => {
  expect(settings.safeParse({ respond: 'support', ranking: 'wilson' }).success).toBe(false)
})

it('counts nothing for an idea that is not there', () => {
  expect(tally(settings.parse({}), [idea('a')], [support('gone')], at)).toMatchObject({ responses: 0 })
})
