import { z } from 'zod'

/** Everything below a space but line feed, and what Unicode keeps for controls and overriding directions. */
/* eslint-disable no-control-regex -- refusing control characters is the purpose */
const controls =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** Something that can be seen: blanks, fillers and joiners alone are no text. */
const visible = /[^\s\u2800\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u

/** Composed characters, Unix line ends, tabs as spaces, no more than one blank line in a row, nothing around it. */
const tidied = (text: string) =>
  text
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

const text = (least: number, most: number) =>
  z
    .string()
    .max(most * 4, { abort: true })
    .overwrite(tidied)
    .min(least)
    .max(most)
    .refine(value => !controls.test(value), { params: { code: 'control-characters' } })
    .refine(value => least === 0 || value === '' || visible.test(value), { params: { code: 'required' } })

/** A text that people wrote, of at most `most` UTF-16 units; may be empty. */
export const optionalText = (most: number) => text(0, most)

/** A text that people wrote and that must not be empty. */
export const requiredText = (most: number, least = 1) => text(least, most)

/** One line of text. */
export const lineOfText = (most: number, least = 1) =>
  text(least, most).refine(value => !value.includes('\n'), { params: { code: 'one-line' } })

export const languages = ['en', 'uk', 'pl', 'bg', 'es', 'ru'] as const
export const language = z.enum(languages)

/** An IANA time zone that this machine knows. */
export const timeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, { params: { code: 'not-a-time-zone' } })

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** A moment with its offset from UTC. */
export const moment = z.iso.datetime({ offset: true })
export const day = z.iso.date()
export const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/)
