/**
 * Canonical JSON: one text for one value, so that a hash of the text is a hash of the value.
 * The form is that of RFC 8785 (JSON Canonicalization Scheme): no whitespace, keys sorted by UTF-16 code
 * units, numbers and strings as ECMAScript writes them.
 */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

const DEEPEST = 64

/**
 * The canonical text of a JSON value.
 *
 * @throws TypeError naming the path, for everything JSON cannot hold exactly: `undefined`, a number that is not
 *   finite, a lone surrogate, an object that is not plain (dates, maps, byte arrays), nesting below 64 levels.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$', 0)
}

/** The canonical text of a JSON value as UTF-8. Throws as {@link canonicalJson} does. */
export function canonicalBytes(value: unknown): Uint8Array {
  return Buffer.from(canonicalJson(value), 'utf8')
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > DEEPEST) throw new TypeError(`${path}: nested deeper than ${DEEPEST} levels`)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return writeString(value, path)
  if (typeof value === 'number') return writeNumber(value, path)
  if (Array.isArray(value)) return writeArray(value, path, depth)
  if (isPlainObject(value)) return writeObject(value, path, depth)
  throw new TypeError(`${path}: not a JSON value`)
}

function writeString(value: string, path: string): string {
  if (!value.isWellFormed()) throw new TypeError(`${path}: a lone surrogate has no UTF-8 form`)
  return JSON.stringify(value)
}

function writeNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) throw new TypeError(`${path}: not a finite number`)
  return JSON.stringify(value)
}

function writeArray(value: readonly unknown[], path: string, depth: number): string {
  const items: string[] = []
  // Indexed, because `map` skips holes and a hole must be refused like `undefined`.
  for (let i = 0; i < value.length; i++) items.push(write(value[i], `${path}[${i}]`, depth + 1))
  return `[${items.join(',')}]`
}

function writeObject(value: Record<string, unknown>, path: string, depth: number): string {
  const members = Object.keys(value)
    .sort()
    .map(key => `${writeString(key, path)}:${write(value[key], `${path}.${key}`, depth + 1)}`)
  return `{${members.join(',')}}`
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
