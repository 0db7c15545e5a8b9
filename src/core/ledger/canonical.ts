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
  return write(value, [])
}

/** The canonical text of a JSON value as UTF-8. Throws as {@link canonicalJson} does. */
export function canonicalBytes(value: unknown): Uint8Array {
  return Buffer.from(canonicalJson(value), 'utf8')
}

/** Where a value stands: keys and indices from the top, for messages alone. */
type Path = (string | number)[]

function write(value: unknown, path: Path): string {
  if (path.length > DEEPEST) throw refused(path, `nested deeper than ${DEEPEST} levels`)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return writeString(value, path)
  if (typeof value === 'number') return writeNumber(value, path)
  if (Array.isArray(value)) return writeArray(value, path)
  if (isPlainObject(value)) return writeObject(value, path)
  throw refused(path, 'not a JSON value')
}

function writeString(value: string, path: Path): string {
  if (!value.isWellFormed()) throw refused(path, 'a lone surrogate has no UTF-8 form')
  return JSON.stringify(value)
}

function writeNumber(value: number, path: Path): string {
  if (!Number.isFinite(value)) throw refused(path, 'not a finite number')
  return JSON.stringify(value)
}

function writeArray(value: readonly unknown[], path: Path): string {
  const items: string[] = []
  // Indexed, because `map` skips holes and a hole must be refused like `undefined`.
  for (let i = 0; i < value.length; i++) items.push(writeAt(value[i], path, i))
  return `[${items.join(',')}]`
}

function writeObject(value: Record<string, unknown>, path: Path): string {
  let text = ''
  for (const key of Object.keys(value).sort()) {
    text += `${text === '' ? '' : ','}${writeString(key, path)}:${writeAt(value[key], path, key)}`
  }
  return `{${text}}`
}

function writeAt(value: unknown, path: Path, at: string | number): string {
  path.push(at)
  const text = write(value, path)
  path.pop()
  return text
}

const refused = (path: Path, why: string): TypeError =>
  new TypeError(`$${path.map(at => (typeof at === 'number' ? `[${at}]` : `.${at}`)).join('')}: ${why}`)

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
