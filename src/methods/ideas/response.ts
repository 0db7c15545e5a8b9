import { z } from 'zod'
import type { Settings } from './settings.ts'

/** A support says nothing but itself; a score says how much. */
export interface Reply {
  readonly score?: number
}

export const response = ({ respond }: Settings): z.ZodType<Reply> =>
  respond === 'score' ? z.strictObject({ score: z.int().min(1).max(5) }) : z.strictObject({})
