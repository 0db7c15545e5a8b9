import { createHash } from 'node:crypto'
import { z } from 'zod'
import { lineOfText } from '../text/schema.ts'

/** A domain of e-mail addresses, in small letters, `xn--` where it has other letters than Latin ones. */
const domain = z
  .string()
  .max(253)
  .trim()
  .toLowerCase()
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/)

/**
 * Who is asked, where a call is not for everybody.
 * - `group`: the members of a group of the organisation.
 * - `list`: whoever proved one of the addresses that were invited.
 * - `domain`: whoever proved an address at one of these domains, and at exactly these.
 * - `verified`: whoever enters what stands on a list that the organisation knows by salted hashes only; see `hashOfEntry`.
 */
export const audienceRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('group'), groupId: z.uuid() }),
  z.strictObject({ kind: z.literal('list') }),
  z.strictObject({ kind: z.literal('domain'), domains: z.array(domain).min(1).max(20) }),
  z.strictObject({
    kind: z.literal('verified'),
    salt: z
      .string()
      .min(8)
      .max(100)
      .regex(/^[\x21-\x7e]+$/),
    /** What people are asked to enter: a membership number and a surname, say. */
    hint: lineOfText(200)
  })
])

export type AudienceRule = z.output<typeof audienceRule>

/** What was entered, whatever its capitals, width of letters and blanks: the form that is hashed. */
export const tidyEntry = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** SHA-256 over the UTF-8 bytes of `salt:entry`, where the entry is tidied. */
export const hashOfEntry = (salt: string, entry: string): Buffer =>
  createHash('sha256')
    .update(`${salt}:${tidyEntry(entry)}`)
    .digest()
