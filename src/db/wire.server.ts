/** A parameter as it goes to PostgreSQL: text, bytes as they are, or null. */
export type WireValue = string | Buffer | null

/**
 * A value as a parameter: dates in ISO 8601, arrays as array literals, bytes as they are, other objects as JSON.
 * Throws for what JSON cannot say.
 */
export function toWire(value: unknown): WireValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  if (Buffer.isBuffer(value)) return value
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? arrayLiteral(value) : JSON.stringify(value)
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
const arrayLiteral = (items: readonly unknown[]): string => `{${items.map(element).join(',')}}`

function element(item: unknown): string {
  if (Array.isArray(item)) return arrayLiteral(item)
  const value = toWire(item)
  if (value === null) return 'NULL'
  if (typeof value !== 'string') return `"\\\\x${value.toString('hex')}"`
  return plain.test(value) && !/^null$/i.test(value) ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`
}

/** What needs no quotes: ids, numbers, words. */
const plain = /^[\w.:+-]+$/
