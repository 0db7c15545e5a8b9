import { contrastOfAccent, isReadableAccent } from '#lib/core/organisation/accent.ts'

interface Accent {
  /** Degrees. */
  readonly hue: number
  /** The least contrast that text has in it, against 1. */
  readonly contrast: number
}

/** As far apart as eyes tell them apart. */
const stepDegrees = 20

/** The hues that can be chosen, all of them readable, and the one chosen before. */
export function accentsWith(chosen: number): Accent[] {
  const around = Array.from({ length: 360 / stepDegrees }, (_, n) => n * stepDegrees).filter(isReadableAccent)
  return [...new Set([...around, chosen])]
    .toSorted((a, b) => a - b)
    .map(hue => ({ hue, contrast: Math.floor(contrastOfAccent(hue) * 10) / 10 }))
}
