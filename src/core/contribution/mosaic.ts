import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { stepState, totalsShown } from '../call/rules.ts'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { spreadTiles } from './mosaic-tiles.ts'
import type { ThemeTiles } from './mosaic-tiles.ts'
import { countLevels, findExtent, listPieces } from './mosaic.server.ts'
import type { Piece } from './mosaic.server.ts'
import { methodOf } from './open-step.server.ts'
import { loadSeenStep } from './views.ts'

/** So many tiles stand for one contribution each; beyond, a tile stands for several. */
const mostTiles = 600
/** So many can be asked for by name. */
const mostNamed = 1_500

export const findMosaic = defineView({
  name: 'contribution.mosaic',
  title:
    'A step at a glance: per theme how many contributions there are and how much support they have, as tiles',
  http: 'GET /calls/{callId}/steps/{stepId}/mosaic',
  scope: 'read',
  input: z.strictObject({
    callId: z.uuid(),
    stepId: z.uuid(),
    /** `named`: with id and title of each contribution, as long as there are at most 1,500. */
    detail: z.enum(['tiles', 'named']).default('tiles')
  }),
  load: loadSeenStep,
  may: () => true,
  run: async (look, { call, step }, { detail }) => {
    const { method, rules } = methodOf(look.methods, step)
    if (method.singles !== 'everybody') throw new Refusal('not-allowed')
    const totals = totalsShown(rules, stepState(call, step, look.now))
    const picture = await currentPicture(look.db, call.callId, step.stepId, detail)
    const order = new Map(rules.themes.map((theme, n) => [theme.id, n]))
    const place = (theme: string | null) => (theme === null ? Infinity : (order.get(theme) ?? order.size))
    return {
      totalsShown: totals,
      contributions: picture.contributions,
      /** How many contributions a tile stands for. */
      per: picture.per,
      themes: picture.themes
        .map(theme => shownTheme(theme, totals))
        .sort((a, b) => place(a.theme) - place(b.theme))
    }
  }
})

interface PictureTheme extends ThemeTiles {
  readonly named: readonly Piece[] | null
}

interface Picture {
  readonly contributions: number
  readonly per: number
  readonly themes: readonly PictureTheme[]
}

/** While totals are hidden all tiles are alike. */
function shownTheme({ named, ...theme }: PictureTheme, totals: boolean) {
  const pieces = named?.map(({ contributionId, title }) => ({ contributionId, title })) ?? null
  return totals
    ? {
        ...theme,
        value: theme.value as number | null,
        levels: theme.levels as readonly number[] | null,
        pieces
      }
    : { ...theme, value: null, levels: null, tiles: theme.tiles.replaceAll(/\d/g, '1'), pieces }
}

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

async function currentPicture(
  db: Db,
  callId: string,
  stepId: string,
  detail: 'tiles' | 'named'
): Promise<Picture> {
  const key = `${stepId} ${detail}`
  const known = kept.get(key)
  if (known && performance.now() < known.freshUntil) return known.picture
  const { contributions, version } = await findExtent(db, callId, stepId)
  if (known?.version === version) return known.picture
  let drawing = underway.get(key)
  if (!drawing) {
    drawing = draw(db, callId, stepId, detail, contributions, version).finally(() => underway.delete(key))
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
  callId: string,
  stepId: string,
  detail: 'tiles' | 'named',
  contributions: number,
  version: number
): Promise<Kept> {
  const start = performance.now()
  const most = detail === 'named' ? mostNamed : mostTiles
  const picture =
    contributions > most ? await drawMany(db, callId, stepId) : await drawEach(db, callId, stepId, detail)
  const end = performance.now()
  return { picture, version, freshUntil: end + (end - start) * restFactor }
}

async function drawEach(db: Db, callId: string, stepId: string, detail: 'tiles' | 'named'): Promise<Picture> {
  // Totals trail behind by a moment: a few more than they say are drawn too.
  const pieces = await listPieces(db, callId, stepId, mostNamed + mostTiles)
  const themes = [...Map.groupBy(pieces, piece => piece.theme)].map(([theme, own]) => ({
    theme,
    count: own.length,
    value: own.reduce((sum, piece) => sum + piece.value, 0),
    levels: countEach(own.map(piece => piece.level)),
    tiles: own.map(piece => piece.level).join(''),
    named: detail === 'named' ? own : null
  }))
  return { contributions: pieces.length, per: 1, themes }
}

async function drawMany(db: Db, callId: string, stepId: string): Promise<Picture> {
  const counts = await countLevels(db, callId, stepId)
  const contributions = counts.reduce((sum, one) => sum + one.count, 0)
  const per = Math.max(1, Math.ceil(contributions / mostTiles))
  const themes = [...Map.groupBy(counts, one => one.theme)].map(([theme, own]) => {
    const levels = [0, 1, 2, 3].map(
      level => own.find(one => one.level === level)?.count ?? 0
    ) as unknown as ThemeTiles['levels']
    return {
      theme,
      count: levels.reduce((sum, count) => sum + count, 0),
      value: own.reduce((sum, one) => sum + one.value, 0),
      levels,
      tiles: spreadTiles(levels, per),
      named: null
    }
  })
  return { contributions, per, themes }
}

const countEach = (levels: readonly number[]): ThemeTiles['levels'] =>
  [0, 1, 2, 3].map(level => levels.filter(one => one === level).length) as unknown as ThemeTiles['levels']
