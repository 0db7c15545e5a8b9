import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Recent } from './recent.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('what nobody asks for is gone after two generations', () => {
  const recent = new Recent<string>(10, 1_000)
  recent.set('one', 'a')
  vi.advanceTimersByTime(1_000)
  expect(recent.get('one')).toBe('a')
  vi.advanceTimersByTime(2_000)
  expect(recent.get('one')).toBeUndefined()
  expect(recent.size).toBe(0)
})

it('what is asked for again and again stays', () => {
  const recent = new Recent<string>(10, 1_000)
  recent.set('one', 'a')
  for (let n = 0; n < 5; n++) {
    vi.advanceTimersByTime(1_000)
    expect(recent.get('one')).toBe('a')
  }
})

it('holds two generations at most', () => {
  const recent = new Recent<number>(10, 1_000)
  for (let n = 0; n < 95; n++) recent.set(String(n), n)
  expect(recent.size).toBeLessThanOrEqual(20)
  expect(recent.get('94')).toBe(94)
  expect(recent.get('70')).toBeUndefined()
})

it('leaves no timer behind once it is empty', () => {
  const recent = new Recent<string>(10, 1_000)
  recent.set('one', 'a')
  vi.advanceTimersByTime(2_000)
  expect(vi.getTimerCount()).toBe(0)
})
