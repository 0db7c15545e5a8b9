import { z } from 'zod'
import { invalid } from './refusal.ts'

/** Where a list goes on: the sort values of its last row, opaque to whoever carries it. */
export const cursor = z.string().max(300)

export const writeCursor = (...values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** Reads a cursor of exactly these kinds of values; a forged one is refused like any other bad input. */
export function readCursor<Kinds extends readonly ('string' | 'number' | 'uuid')[]>(
  text: string | undefined,
  ...kinds: Kinds
): { [K in keyof Kinds]: Kinds[K] extends 'number' ? number : string } | undefined {
  if (text === undefined) return undefined
  try {
    const values = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[]
    const fits = values.length === kinds.length && kinds.every((kind, n) => fitsKind(kind, values[n]))
    if (fits) return values as never
  } catch {
    // Falls through: whatever it is, it is not a cursor of ours.
  }
  throw invalid('after', 'not-well-formed')
}

function fitsKind(kind: 'string' | 'number' | 'uuid', value: unknown): boolean {
  if (kind === 'number') return typeof value === 'number' && Number.isSafeInteger(value)
  if (kind === 'uuid') return typeof value === 'string' && z.uuid().safeParse(value).success
  return typeof value === 'string' && !value.includes('\0') && value.length <= 200
}
