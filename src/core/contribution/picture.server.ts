import type { Db } from '../../db/sql.server.ts'
import { spreadTiles } from './mosaic-tiles.ts'
import type { Light, ThemeTiles } from './mosaic-tiles.ts'
import { countLevels, findExtents, listPieces } from './mosaic.server.ts'
import type { Extent, Piece, StepPlace } from './mosaic.server.ts'

/** What a step looks like as tiles. Whether its totals may be seen is for the view to decide. */
export interface Picture {
  readonly contributions: number
  /** How many contributions a tile stands for. */
  readonly per: number
  readonly light: Light
  readonly themes: readonly PictureTheme[]
}

export interface PictureTheme extends ThemeTiles {
  readonly named: readonly Piece[] | null
}

/** `named`: with id and title of each contribution, as long as there are not too many; `numbered`: with its number alone. */
export type Detail = 'tiles' | 'named' | 'numbered'

/** So many tiles stand for one contribution each; beyond, a tile stands for several. */
const mostTiles = 600
/** So many can be asked for by name, and so many by number. */
export const mostNamed = 1_500
const mostNumbered = 12_000

const mostOf = { tiles: mostTiles, named: mostNamed, numbered: mostNumbered } as const satisfies Record<
  Detail,
  number
>

interface Kept {
  readonly picture: Picture
  readonly version: number
  readonly freshUntil: number
}

/** One picture a step and detail, oldest use first. What takes long to draw is drawn seldom: at most half a per cent of the time. */
const kept = new Map<string, Kept>()
const underway = new Map<string, Promise<Kept>>()
const mostKept = 500
const restFactor = 200

export async function findPicture(db: Db, step: StepPlace, detail: Detail): Promise<Picture> {
  return (await findPictures(db, [step], detail))[0]!
}

/** The pictures of several steps, in their order. What has not changed since it was drawn is not drawn again. */
export async function findPictures(db: Db, steps: readonly StepPlace[], detail: Detail): Promise<Picture[]> {
  const fresh = (step: StepPlace) => {
    const known = kept.get(keyOf(step, detail))
    return known && performance.now() < known.freshUntil ? known.picture : undefined
  }
  const stale = steps.filter(step => !fresh(step))
  const extents = stale.length > 0 ? await findExtents(db, stale) : new Map<string, Extent>()
  return Promise.all(
    steps.map(step => fresh(step) ?? currentPicture(db, step, detail, extents.get(step.stepId) ?? none))
  )
}

const none: Extent = { contributions: 0, version: 0 }

const keyOf = ({ stepId }: StepPlace, detail: Detail) => `${stepId} ${detail}`

async function currentPicture(
  db: Db,
  step: StepPlace,
  detail: Detail,
  { contributions, version }: Extent
): Promise<Picture> {
  const key = keyOf(step, detail)
  const known = kept.get(key)
  if (known?.version === version) return known.picture
  let drawing = underway.get(key)
  if (!drawing) {
    drawing = draw(db, step, detail, contributions, version).finally(() => underway.delete(key))
    underway.set(key, drawing)
  }
  const drawn = await drawing
  kept.delete(key)
  kept.set(key, drawn)
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  return drawn.picture
}

async function draw(
  db: Db,
  step: StepPlace,
  detail: Detail,
  contributions: number,
  version: number
): Promise<Kept> {
  const start = performance.now()
  const picture = contributions > mostOf[detail] ? await drawMany(db, step) : await drawEach(db, step, detail)
  const end = performance.now()
  return { picture, version, freshUntil: end + (end - start) * restFactor }
}

async function drawEach(db: Db, { callId, stepId }: StepPlace, detail: Detail): Promise<Picture> {
  // Totals trail behind by a moment: a few more than they say are drawn too.
  const { light, pieces } = await listPieces(db, callId, stepId, mostOf[detail] + mostTiles)
  const themes = [...Map.groupBy(pieces, piece => piece.theme)].map(([theme, own]) => ({
    theme,
    count: own.length,
    value: own.reduce((sum, piece) => sum + piece.value, 0),
    levels: countEach(own.map(piece => piece.level)),
    tiles: own.map(piece => piece.level).join(''),
    named: detail === 'tiles' ? null : own
  }))
  return { contributions: pieces.length, per: 1, light, themes }
}

async function drawMany(db: Db, { callId, stepId }: StepPlace): Promise<Picture> {
  const { light, counts } = await countLevels(db, callId, stepId)
  const contributions = counts.reduce((sum, one) => sum + one.count, 0)
  const per = Math.max(1, Math.ceil(contributions / mostTiles))
  const themes = [...Map.groupBy(counts, one => one.theme)].map(([theme, own]) => {
    const levels = allLevels.map(level => own.find(one => one.level === level)?.count ?? 0)
    return {
      theme,
      count: levels.reduce((sum, count) => sum + count, 0),
      value: own.reduce((sum, one) => sum + one.value, 0),
      levels,
      tiles: spreadTiles(levels, per),
      named: null
    }
  })
  return { contributions, per, light, themes }
}

const allLevels = [0, 1, 2, 3, 4] as const

const countEach = (levels: readonly number[]): ThemeTiles['levels'] =>
  allLevels.map(level => levels.filter(one => one === level).length)
