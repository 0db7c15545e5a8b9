import { z } from 'zod'
import { lineOfText, optionalText, requiredText } from '../../core/text/schema.ts'
import type { Settings } from './settings.ts'

/** An idea: what should be done, and why. */
export interface Idea {
  readonly title: string
  readonly text: string
  readonly theme?: string | null | undefined
}

/** The schema of an idea under these settings. */
export function idea({ titleMax, textMax, textRequired, themes }: Settings): z.ZodType<Idea> {
  return z.strictObject({
    title: lineOfText(titleMax, 3),
    text: textRequired ? requiredText(textMax) : optionalText(textMax).default(''),
    theme: z
      .string()
      .max(60)
      .nullable()
      .optional()
      .refine(value => value == null || themes.some(theme => theme.id === value), {
        params: { code: 'not-a-choice' }
      })
  })
}
