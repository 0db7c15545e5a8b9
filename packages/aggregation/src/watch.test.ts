import { describe, expect, it } from 'vitest'
import { report } from './watch.ts'

describe('report', () => {
  it('tells how far the count is, and does nothing when nobody watches', () => {
    const seen: unknown[] = []
    report({ onProgress: progress => seen.push(progress) }, 3, 10)
    report({ onProgress: progress => seen.push(progress) }, 4)
    report({}, 5)
    expect(seen).toEqual([
      { done: 3, of: 10 },
      { done: 4, of: null }
    ])
  })

  it('throws the reason of an aborted signal', () => {
    const stop = new AbortController()
    report({ signal: stop.signal }, 1)
    stop.abort(new Error('the page was left'))
    expect(() => report({ signal: stop.signal }, 2)).toThrow('the page was left')
  })
})
