/** The way to a place in an input: keys and indexes. */
export type Path = readonly string[]

/** Whether a value is a plain object or a list, as JSON can say it. */
const isPlain = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)

/** The ways to all places of an input whose value is of a kind. */
export function placesOf(value: unknown, kind: 'object' | 'text', path: Path = []): Path[] {
  const isKind = kind === 'text' ? typeof value === 'string' : isPlain(value) && !Array.isArray(value)
  const here = isKind ? [path] : []
  if (!isPlain(value)) return here
  return [...here, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, kind, [...path, key]))]
}

/** The same input with another value in one place. */
export function changedAt(value: unknown, [key, ...rest]: Path, change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value)
  const inner = changedAt((value as Record<string, unknown>)[key], rest, change)
  if (Array.isArray(value)) return value.map((old: unknown, n) => (String(n) === key ? inner : old))
  return { ...(value as object), [key]: inner }
}
