/** A position as people paste it from a map: `50.4501, 30.5234`, also with decimal commas: `50,4501 30,5234`. */
export function parsePlace(text: string): { lat: number; lon: number } | undefined {
  const number = String.raw`(-?\d{1,3}(?:[.,]\d+)?)`
  const match = new RegExp(`^${number}(?:\\s*[,;]\\s*|\\s+)${number}$`).exec(text.trim())
  if (!match) return undefined
  const [lat, lon] = [match[1]!, match[2]!].map(part => Number(part.replace(',', '.'))) as [number, number]
  return { lat, lon }
}

/** A public position as contributions carry it (`core/place/rules.ts`): degrees, and how rough it was made, in metres. */
export function readPublicPlace(
  place: unknown
): { lat: number; lon: number; accuracyM: number | null } | undefined {
  if (typeof place !== 'object' || place === null) return undefined
  const { lat, lon, accuracyM } = place as Record<string, unknown>
  if (typeof lat !== 'number' || typeof lon !== 'number') return undefined
  return { lat, lon, accuracyM: typeof accuracyM === 'number' ? accuracyM : null }
}
