import { z } from 'zod'
import { invalid } from '../door/refusal.ts'
import { email } from '../person/email.ts'
import { language, lineOfText, optionalText, slug, timeZone } from '../text/schema.ts'
import { contrastOfAccent, isReadableAccent, leastContrast } from './accent.ts'
import { organisationKinds } from './rules.ts'

const accent = z.int().min(0).max(359)

/** What is told of an organisation when it is made; the rest can be added later. */
export const newOrganisation = z.strictObject({
  name: lineOfText(120),
  /** The last part of its address; made from the name where it is missing. */
  slug: slug.optional(),
  kind: z.enum(organisationKinds),
  languages: z.array(language).min(1).max(6),
  timeZone,
  about: optionalText(5_000).optional(),
  accent: accent.optional(),
  contactEmail: email.nullable().optional()
})

/** What an owner may change; what is missing stays as it is. */
export const organisationChanges = z.strictObject({
  name: lineOfText(120).optional(),
  kind: z.enum(organisationKinds).optional(),
  languages: z.array(language).min(1).max(6).optional(),
  timeZone: timeZone.optional(),
  about: optionalText(5_000).optional(),
  accent: accent.optional(),
  contactEmail: email.nullable().optional(),
  address: optionalText(1_000).optional(),
  website: z
    .url({ protocol: /^https?$/, hostname: z.regexes.domain })
    .max(300)
    .nullable()
    .optional(),
  privacy: optionalText(20_000).optional(),
  terms: optionalText(20_000).optional(),
  imprint: optionalText(20_000).optional(),
  accessibility: optionalText(20_000).optional(),
  /** Whether an answer is looked at by a second person before it is published. */
  secondLook: z.boolean().optional()
})

/** @throws Refusal `invalid` with `low-contrast` when text in this hue could not be read. */
export function checkAccent(hue: number | undefined, path: string): void {
  if (hue === undefined || isReadableAccent(hue)) return
  const has = Math.floor(contrastOfAccent(hue) * 100) / 100
  throw invalid(path, 'low-contrast', { least: leastContrast, has })
}
