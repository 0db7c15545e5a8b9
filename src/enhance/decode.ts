/**
 * What a form action returned, out of the flat list SvelteKit writes it in (the devalue format): entry 0 is the value, and
 * numbers inside objects and lists are places of other entries. Dates and the like do not occur in what our actions return.
 */
export function decode(text: string): unknown {
  const flat = JSON.parse(text) as unknown[] | number
  if (typeof flat === 'number') return undefined
  const made: unknown[] = []
  const at = (place: number): unknown => {
    if (place < 0) return undefined
    if (place in made) return made[place]
    const value = flat[place]
    if (Array.isArray(value)) {
      const list: unknown[] = (made[place] = [])
      for (const inner of value as number[]) list.push(at(inner))
      return list
    }
    if (typeof value === 'object' && value !== null) {
      const object: Record<string, unknown> = (made[place] = {})
      for (const [key, inner] of Object.entries(value as Record<string, number>)) object[key] = at(inner)
      return object
    }
    return (made[place] = value)
  }
  return at(0)
}
