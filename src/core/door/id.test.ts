import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { newId } from './id.ts'

const many = (count: number) => Array.from({ length: count }, () => newId())
const timeOf = (id: string) => parseInt(id.replace('-', '').slice(0, 12), 16)

it('makes ids that rise, thousands within a millisecond', () => {
  const ids = many(20_000)
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})

it('makes ids of version 7', () => {
  expect(z.uuidv7().safeParse(newId()).success).toBe(true)
})

it('ends each id in bits of its own', () => {
  const ends = many(1_000).map(id => id.slice(-12))
  expect(new Set(ends).size).toBe(1_000)
})

describe('within one millisecond of the clock', () => {
  // Later than any id of the tests before, which may run ahead of the real clock.
  let now = Date.UTC(2100, 0, 1)
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: (now += 3_600_000) })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('an id says when it was made, and so do the next two thousand', () => {
    expect(new Set(many(2_000).map(timeOf))).toEqual(new Set([now]))
  })

  it('more ids than the count has room for borrow from the next, and still rise', () => {
    const ids = many(5_000)
    expect([...ids].sort()).toEqual(ids)
    expect([...new Set(ids.map(timeOf))]).toEqual([now, now + 1])
  })

  it('ids rise although the clock was set back', () => {
    const before = newId()
    vi.setSystemTime(now - 60_000)
    expect(newId() > before).toBe(true)
  })
})
