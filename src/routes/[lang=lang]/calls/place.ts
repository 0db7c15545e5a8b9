/** A position as people paste it from a map: `50.4501, 30.5234`, also with decimal commas: `50,4501 30,5234`. */
export function parsePlace(text: string): { lat: number; lon: number } | undefined {
  const number = String.raw`(-?\d{1,3}(?:[.,]\d+)?)`
  const match = new RegExp(`^${number}(?:\\s*[,;]\\s*|\\s+)${number}$`).exec(text.trim())
  if (!match) return undefined
  const [lat, lon] = [match[1]!, match[2]!].map(part => Number(part.replace(',', '.'))) as [number, number]
  return { lat, lon }
}
