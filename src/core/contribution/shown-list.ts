import { crc32 } from 'node:zlib'
import { writingItself } from '../door/own-json.ts'
import type { Card, KeptCard } from './cards.server.ts'
import type { Placed } from './list.server.ts'

/** A contribution as it is shown. Totals are null while they are hidden. */
export interface ShownContribution extends Card {
  readonly responses: number | null
  readonly value: number | null
  readonly comments: number
}

export interface ShownList {
  readonly order: 'best' | 'newest'
  readonly totalsShown: boolean
  readonly items: readonly ShownContribution[]
  /** The cursor of the next page. */
  readonly next: string | null
}

/** Cards in their places, with the totals that may be shown. */
export function shownList(
  head: Pick<ShownList, 'order' | 'totalsShown'>,
  places: readonly Placed[],
  cards: ReadonlyMap<string, KeptCard>,
  next: string | null
): ShownList {
  // One that was hidden since the places were read has no card any more.
  const present = places.filter(place => cards.has(place.contributionId))
  const items = present.map(place => {
    const { card } = cards.get(place.contributionId)!
    return { ...card, ...totalsOf(place, head.totalsShown) }
  })
  return writingItself({ ...head, items, next }, () => {
    const opening = `${JSON.stringify(head).slice(0, -1)},"items":[`
    const closing = `],"next":${JSON.stringify(next)}}`
    let latin1 = opening
    let sums = opening + closing
    for (const [n, place] of present.entries()) {
      const card = cards.get(place.contributionId)!.opening
      const totals = `,${JSON.stringify(totalsOf(place, head.totalsShown)).slice(1)}`
      latin1 += (n > 0 ? ',' : '') + card.latin1 + totals
      sums += card.sum + totals
    }
    return { latin1: latin1 + closing, sum: crc32(sums) }
  })
}

const totalsOf = ({ responses, value, comments }: Placed, areShown: boolean) => ({
  responses: areShown ? responses : null,
  value: areShown ? value : null,
  comments
})
