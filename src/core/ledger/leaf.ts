import { fromHex, toHex, toText } from './bytes.ts'
import { canonicalBytes, canonicalJson } from './canonical.ts'

/** An entry of the tree. It holds nothing but these three, so it can stay public for ever. */
export interface Leaf {
  /** Id of the log: one per call, one per organisation. */
  readonly log: string
  /** Place in the log, from 0: the index of the leaf in the tree. */
  readonly sequence: number
  /** 32 bytes. */
  readonly commitment: Uint8Array
}

/** The bytes of a leaf: canonical JSON `{"commitment":"<hex>","log":"…","sequence":7}`. */
export function leafBytes({ log, sequence, commitment }: Leaf): Uint8Array {
  return canonicalBytes({ log, sequence, commitment: toHex(commitment) })
}

/** Reads a leaf back; `undefined` for bytes that {@link leafBytes} would not have written. */
export function parseLeaf(bytes: Uint8Array): Leaf | undefined {
  const text = toText(bytes)
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { log, sequence, commitment: hex, ...rest } = value as Record<string, unknown>
  if (typeof log !== 'string' || typeof hex !== 'string' || !isSequence(sequence)) return undefined
  const commitment = fromHex(hex, 32)
  // Comparing texts refuses repeated keys, other spellings of a number, and whitespace.
  if (commitment === undefined || Object.keys(rest).length > 0 || canonicalJson(value) !== text)
    return undefined
  return { log, sequence, commitment }
}

function isSequence(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
