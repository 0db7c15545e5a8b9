/**
 * The path of the first text that PostgreSQL and UTF-8 cannot hold: one with a NUL, or with half of a surrogate pair.
 * Names of members are texts too. Nothing when all are well.
 */
export function findBrokenText(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return isBroken(value) ? path : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (isBroken(key)) return path
    const found = findBrokenText(inner, path ? `${path}.${key}` : key)
    if (found !== undefined) return found
  }
  return undefined
}

export const isBroken = (text: string): boolean => text.includes('\0') || !text.isWellFormed()
