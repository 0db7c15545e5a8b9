import { z } from 'zod'

/** A true position, WGS 84. Degrees; `accuracyM` is the radius in metres the device or the person vouches for. */
export const placeSchema = z.strictObject({
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
  accuracyM: z.number().min(0).max(1_000_000).optional()
})
export type Place = z.infer<typeof placeSchema>

/** How exactly positions of a step are shown, chosen by the organiser. */
export const precisions = ['exact', 'street', 'district', 'hidden'] as const
export type Precision = (typeof precisions)[number]

/** A position everybody may see. The true one lies within `accuracyM` metres of it, as far as is known. */
export interface PublicPlace {
  lat: number
  lon: number
  accuracyM?: number
}

/**
 * The public position of a true one; `null` when it is not shown. Pages, API, feeds, maps and exports all ask this
 * function and never look at the true position.
 *
 * `street` gives the middle of a cell about 110 m wide and high, `district` of one about 1.1 km. A cell is fixed on
 * the globe, so the same place always gives the same answer, and a thousand posts from one door tell no more than the
 * first. Random shifts would not do: their average converges on the door.
 *
 * What a grid cannot hide: posts from both sides of a cell's border show that their author moves near that border.
 */
export function publicPlace(place: Place, precision: Precision): PublicPlace | null {
  switch (precision) {
    case 'hidden':
      return null
    case 'exact':
      return exactPlace(place)
    case 'street':
      return cellMiddle(place, { stepDegrees: 0.001, decimals: 5, radiusM: 80 })
    case 'district':
      return cellMiddle(place, { stepDegrees: 0.01, decimals: 4, radiusM: 800 })
  }
}

function exactPlace({ lat, lon, accuracyM }: Place): PublicPlace {
  const shown = { lat: rounded(lat, 6), lon: rounded(lon, 6) }
  return accuracyM === undefined ? shown : { ...shown, accuracyM: Math.ceil(accuracyM) }
}

interface Grid {
  /** Height of a cell; a degree of latitude is about 111 km. */
  stepDegrees: number
  /** Decimals of a middle: few enough to look as coarse as it is, enough to stay in the cell. */
  decimals: number
  /** From a middle to a corner, rounded up. */
  radiusM: number
}

/** Rows of equal height from pole to pole; each row has the whole number of cells that makes them nearly square. */
function cellMiddle(
  { lat, lon, accuracyM = 0 }: Place,
  { stepDegrees, decimals, radiusM }: Grid
): PublicPlace {
  const rows = Math.round(180 / stepDegrees)
  const row = Math.min(rows - 1, Math.floor(((lat + 90) / 180) * rows))
  const middleLat = ((row + 0.5) / rows) * 180 - 90
  const cells = Math.max(1, Math.floor(2 * rows * Math.cos((middleLat * Math.PI) / 180)))
  // The two names of the antimeridian, 180 and −180, are one place.
  const cell = Math.floor(((lon + 180) / 360) * cells) % cells
  const middleLon = ((cell + 0.5) / cells) * 360 - 180
  // A device's own accuracy may tell devices apart, so it is shown only where it is worse than the cell, and coarsely.
  const shownAccuracyM = accuracyM > radiusM ? Math.ceil(accuracyM / radiusM) * radiusM : radiusM
  return { lat: rounded(middleLat, decimals), lon: rounded(middleLon, decimals), accuracyM: shownAccuracyM }
}

function rounded(degrees: number, decimals: number): number {
  // Adding zero turns −0 into 0, so that equal places are equal in JSON too.
  return Number(degrees.toFixed(decimals)) + 0
}
