import { expect, it } from 'vitest'
import { z } from 'zod'
import { newId } from './id.ts'

it('makes ids that rise, thousands within a millisecond', () => {
  const ids = Array.from({ length: 20_000 }, () => newId())
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})

it('makes ids of version 7', () => {
  expect(z.uuidv7().safeParse(newId()).success).toBe(true)
})
