import { describe, expect, it } from 'vitest'
import { plainExcerpt } from './plain-excerpt.ts'

describe('an excerpt', () => {
  it('keeps the words and drops the marks', () => {
    expect(plainExcerpt('Діти перебігають **Шкільну** за _двадцять_ секунд.', 100)).toBe(
      'Діти перебігають Шкільну за двадцять секунд.'
    )
    expect(plainExcerpt('## Why\n\n- see [the plan](https://example.org/x_y)\n- `now`', 100)).toBe(
      'Why see the plan now'
    )
    expect(plainExcerpt('> said\n\n1. one\n2. two', 100)).toBe('said one two')
  })

  it('leaves alone what only looks like marks', () => {
    expect(plainExcerpt('2 * 3 * 4 = 24, snake_case_name, 5 * 5', 100)).toBe(
      '2 * 3 * 4 = 24, snake_case_name, 5 * 5'
    )
  })

  it('is cut between words', () => {
    expect(plainExcerpt('one two three four', 12)).toBe('one two…')
    expect(plainExcerpt('x'.repeat(30), 10)).toBe(`${'x'.repeat(10)}…`)
  })
})
