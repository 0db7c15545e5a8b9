import { describe, expect, it } from 'vitest'
import { scoreProfile } from './score-profile.ts'

const scale = { lowest: -2, highest: 2 }

describe('scoreProfile', () => {
  it('refuses scores outside the scale, unknown options and a scale that is none', () => {
    expect(() => scoreProfile(['a'], scale, [{ scores: { a: 3 } }])).toThrow('must be at most 2, got 3')
    expect(() => scoreProfile(['a'], scale, [{ scores: { a: -3 } }])).toThrow('at least -2')
    expect(() => scoreProfile(['a'], scale, [{ scores: { a: 0.5 } }])).toThrow('whole number')
    expect(() => scoreProfile(['a'], scale, [{ scores: { a: NaN } }])).toThrow('the score of "a" in ballot 0')
    expect(() => scoreProfile(['a'], scale, [{ scores: { b: 1 } }])).toThrow('not an option')
    expect(() => scoreProfile(['a'], { lowest: 1, highest: 1 }, [])).toThrow('the highest score')
    expect(() => scoreProfile(['a'], { lowest: 0, highest: 1e7 }, [])).toThrow('span at most')
  })

  it('stores scores as distance from the lowest and leaves out those at the lowest', () => {
    expect(scoreProfile(['b', 'a'], scale, [{ scores: { b: -2, a: 1 } }])).toEqual({
      options: ['a', 'b'],
      voters: 1,
      scale,
      counts: Float64Array.of(1),
      starts: Uint32Array.of(0, 1),
      scored: Uint32Array.of(0),
      scores: Float64Array.of(3)
    })
  })
})
