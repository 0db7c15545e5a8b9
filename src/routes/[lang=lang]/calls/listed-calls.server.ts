import { listCalls } from '../../../core/call/views.ts'
import type { ResultOf } from '../../../core/door/act.ts'
import { m } from '../../../locales/paraglide/messages.js'
import { partsOf } from '../../../methods/parts.ts'
import { seriesHue } from '../../../ui/hues.ts'
import type { Tile } from '../../../ui/mosaic.ts'
import type { ListWish } from './list-wish.ts'

type Item = ResultOf<typeof listCalls>['items'][number]

/** So many tiles make the small mosaic on a card. */
const tilesOnCard = 72

/** A call as a card shows it. */
export interface ListedCall extends Pick<
  Item,
  | 'slug'
  | 'question'
  | 'summary'
  | 'language'
  | 'timeZone'
  | 'isDemo'
  | 'organisation'
  | 'opensAt'
  | 'closesAt'
  | 'concludedAt'
  | 'answerOn'
  | 'state'
> {
  /** "288 ideas" */
  readonly count: string
  readonly tiles: readonly Tile[]
}

export interface ListedCalls {
  readonly calls: readonly ListedCall[]
  readonly next: string | null
}

/** Calls as everybody sees them, with a small mosaic each where one is wanted. */
export async function findListedCalls(
  { app, who }: App.Locals,
  wish: ListWish & { readonly limit?: number },
  marks: 'with-marks' | 'without-marks' = 'with-marks'
): Promise<ListedCalls> {
  const tiles = marks === 'with-marks' ? tilesOnCard : 0
  const { items, next } = await app.look(listCalls, who, { ...wish, tiles })
  return { calls: await Promise.all(items.map(listedCall)), next }
}

async function listedCall(item: Item): Promise<ListedCall> {
  return {
    slug: item.slug,
    question: item.question,
    summary: item.summary,
    language: item.language,
    timeZone: item.timeZone,
    isDemo: item.isDemo,
    organisation: item.organisation,
    opensAt: item.opensAt,
    closesAt: item.closesAt,
    concludedAt: item.concludedAt,
    answerOn: item.answerOn,
    state: item.state,
    count: await countOf(item),
    tiles: (item.mosaic ?? []).flatMap(({ theme, tiles }) =>
      Array.from(tiles, level => ({ hue: seriesHue(theme), level: Number(level) as Tile['level'] }))
    )
  }
}

/** In the method's own word, unless a call has steps of several. */
async function countOf({ methods, contributions }: Item): Promise<string> {
  const [method] = methods
  if (method === undefined || methods.length > 1) return m.call_contributions({ count: contributions })
  return (await partsOf(method)).words.count(contributions)
}
