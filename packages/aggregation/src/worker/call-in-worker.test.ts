import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { budgetProfile, equalShares, type Progress, rankedProfile, scottishStv } from '../index.ts'
import { callInWorker } from './index.ts'

const makeWorker = () => new Worker(new URL('../../testing/worker.ts', import.meta.url))

const slow = budgetProfile({
  budget: 1_000_000,
  projects: [
    { id: 'a', cost: 900_000 },
    { id: 'b', cost: 900_000 }
  ],
  ballots: [{ approved: ['a'] }, { approved: ['b'] }]
})

describe('callInWorker', () => {
  it('gives the result that the call gives here', async () => {
    const profile = rankedProfile(
      ['a', 'b', 'c'],
      [
        { ranking: ['a', 'c'], count: 6 },
        { ranking: ['b'], count: 3 }
      ]
    )
    expect(await callInWorker(makeWorker, 'scottishStv', [profile, 2])).toEqual(scottishStv(profile, 2))
  })

  it('rejects with the RangeError of the function', async () => {
    const profile = rankedProfile(['a'], [])
    const call = callInWorker(makeWorker, 'scottishStv', [profile, 0])
    await expect(call).rejects.toThrow(
      new RangeError('scottishStv: seats must be a whole number of at least 1, got 0')
    )
    const unknown = callInWorker(makeWorker, 'guess' as 'schulze', [] as never)
    await expect(unknown).rejects.toThrow('answerCalls: "guess" is not a function of the library')
  })

  it('reports progress, which changes nothing', async () => {
    const seen: Progress[] = []
    const settings = { mostSteps: 40 }
    const result = await callInWorker(makeWorker, 'equalShares', [slow, settings], {
      onProgress: progress => seen.push(progress)
    })
    expect(result).toEqual(equalShares(slow, settings))
    expect(seen.at(-1)).toEqual({ done: 40, of: 40 })
  })

  it('reports progress of a call without settings, seldom however many steps there are, and the last one', async () => {
    const seen: Progress[] = []
    const people = Array.from({ length: 400 }, (_, i) => ({ from: `p${i}`, to: `p${(i * 7 + 1) % 400}` }))
    await callInWorker(makeWorker, 'trustWeights', [people, ['p0']], { onProgress: own => seen.push(own) })
    expect(seen.length).toBeGreaterThan(0)
    const many: Progress[] = []
    await callInWorker(makeWorker, 'equalShares', [slow, { mostSteps: 20_000 }], {
      onProgress: progress => many.push(progress)
    })
    expect(many.at(-1)).toEqual({ done: 20_000, of: 20_000 })
    expect(many.length).toBeLessThan(2000)
  })

  it('leaves the last argument of a function without a watch as it is', async () => {
    const votes = { onProgress: 'agree' } as const
    const axes = { statements: ['onProgress'], means: [0], components: [[1], [0]] } as const
    expect(await callInWorker(makeWorker, 'placeVoter', [axes, votes])).toEqual({ x: 1, y: 0 })
  })

  it('stops a count in the middle when its signal is aborted, and does not begin after that', async () => {
    const stop = new AbortController()
    const call = callInWorker(makeWorker, 'equalShares', [slow, { mostSteps: 100_000_000 }], {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough'))
    })
    await expect(call).rejects.toThrow('enough')
    await expect(
      callInWorker(makeWorker, 'equalShares', [slow, {}], { signal: stop.signal })
    ).rejects.toThrow('enough')
  })
})
