import { z } from 'zod'
import { lineOfText, slug } from '../../core/text/schema.ts'

const theme = z.strictObject({ id: slug, label: lineOfText(60) })

/** What an organiser chooses for a step of ideas. */
export const settings = z
  .strictObject({
    /** What ideas can be filed under; people may leave it open. */
    themes: z.array(theme).max(24).default([]),
    /** How others respond: one support a person and idea, or a score of 1 to 5. */
    respond: z.enum(['support', 'score']).default('support'),
    /** How many ideas one person may respond to at a time; null: as many as they like. */
    budget: z.int().min(1).max(100).nullable().default(null),
    /** plain: the sum. decaying: older responses fade. wilson: the score we can be sure of. */
    ranking: z.enum(['plain', 'decaying', 'wilson']).default('plain'),
    halfLifeDays: z.number().min(1).max(365).default(14),
    /** What people without an account may do. */
    guests: z
      .strictObject({ contribute: z.boolean(), respond: z.boolean() })
      .default({ contribute: true, respond: true }),
    totals: z.enum(['always', 'after-close']).default('always'),
    moderation: z.enum(['after', 'before']).default('after'),
    titleMax: z.int().min(20).max(300).default(120),
    textMax: z.int().min(0).max(20_000).default(4_000),
    textRequired: z.boolean().default(false),
    files: z.int().min(0).max(5).default(3),
    place: z.enum(['none', 'optional', 'required']).default('none'),
    placePrecision: z.enum(['exact', 'street', 'district']).default('street')
  })
  .refine(value => value.ranking !== 'wilson' || value.respond === 'score', {
    path: ['ranking'],
    params: { code: 'wilson-needs-scores' }
  })

export type Settings = z.output<typeof settings>
export const defaults: Settings = settings.parse({})
