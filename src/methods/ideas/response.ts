import { z } from 'zod'
import type { Settings } from './settings.ts'

/** A support says nothing but itself; a score says how much. */
export interface Reply {
  readonly score?: number
}

// Made once: thousands of responses a minute are checked against them.
const support: z.ZodType<Reply> = z.strictObject({})
const score: z.ZodType<Reply> = z.strictObject({ score: z.int().min(1).max(5) })

export const response = ({ respond }: Settings): z.ZodType<Reply> => (respond === 'score' ? score : support)
