import { z } from 'zod'

/** Shapes that receipts and exports share. */

export const sequenceShape = z.int().nonnegative()

/** Lower-case hexadecimal of so many bytes. */
export const hexShape = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))

/** Any JSON object: what JSON.parse gave needs no deeper look. */
export const objectShape = z.record(z.string(), z.json())

export const subjectShape = z.strictObject({ kind: z.string().min(1), id: z.string().min(1) })

/** The counted opening of a line (`CountedOpening`). */
export const countedShape = z.strictObject({
  event: z.string().min(1),
  at: z.string().min(1),
  effect: z.enum(['put', 'remove', 'note', 'erase']),
  subject: subjectShape,
  step: z.string().min(1).optional(),
  record: objectShape,
  erases: z.array(hexShape(32)).optional()
})
