import { checkWhole, fail } from '../checks.ts'
import { drawOrder } from '../draw-order.ts'
import type { Random } from '../random.ts'
import { compareIds } from '../ties.ts'
import type { PanelLottery } from './leximin.ts'

/** How finely chances are dealt out. */
export interface DrawSettings {
  readonly random: Random
  /** Tickets, of which each is one panel and one is drawn; 1,000 unless given. */
  readonly tickets?: number
}

/** Whoever has chance and tickets: their chance in the lottery, and the tickets that hold them. */
export interface PersonTickets {
  readonly id: string
  readonly chance: number
  readonly tickets: number
}

/**
 * The published lottery: every ticket is a panel, as likely as any other; the one that was drawn; and by how
 * much anybody's chance differs from what it should be.
 */
export interface DrawnPanel {
  readonly tickets: readonly (readonly string[])[]
  readonly drawn: number
  readonly panel: readonly string[]
  readonly people: readonly PersonTickets[]
  readonly largestDeviation: number
  readonly seed: string
}

/**
 * Public draw of a panel: who sits on it, by a lottery that everybody can check?
 *
 * The lottery of `leximin` is dealt out to so many tickets, each a panel of people, which can be published
 * and counted before the draw; then the seed draws one. People with the same features take turns on the
 * tickets, in an order drawn by the same seed. Publish the pool under pseudonyms, and take the seed from
 * something nobody can choose, once the tickets are fixed.
 *
 * Ties: equal remainders of panels go in the order of the lottery. Gaps: none. Nobody's share of the tickets
 * is off by more than the rounding of the panels and one ticket. Cost: tickets × size of the panel.
 *
 * Throws `RangeError` for fewer tickets than one.
 *
 * Source: B. Flanigan, G. Kehne, A. D. Procaccia, "Fair sortition made transparent", NeurIPS 2021; rounding
 * by largest remainders.
 *
 * @example
 * drawPanel(
 *   leximin([{ id: 'ann', features: {} }, { id: 'bob', features: {} }], {}, 1, { solver: plainSolver }),
 *   { random: seededRandom('lottery of 1 June'), tickets: 10 }
 * ).people.map(person => person.tickets)
 * // → [5, 5]
 */
export function drawPanel(lottery: PanelLottery, { random, tickets = 1000 }: DrawSettings): DrawnPanel {
  const rule = 'drawPanel'
  checkWhole(rule, 'tickets', tickets, 1)
  if (lottery.kind !== 'lottery')
    fail(rule, `a lottery is needed, got ${String((lottery as { kind: string }).kind)}`)
  const orders = lottery.groups.map(({ members }) => drawOrder(members, random).order)
  const next = orders.map(() => 0)
  const dealt = ticketCounts(
    lottery.panels.map(({ chance }) => chance),
    tickets
  )
  const panels = lottery.panels.flatMap(({ counts }, p) =>
    Array.from({ length: dealt[p]! }, () =>
      counts
        .flatMap((count, g) =>
          Array.from({ length: count }, () => orders[g]![next[g]!++ % orders[g]!.length]!)
        )
        .sort(compareIds)
    )
  )
  const held = new Map<string, number>()
  for (const panel of panels) for (const id of panel) held.set(id, (held.get(id) ?? 0) + 1)
  const people = lottery.people.map(({ id, chance }) => ({ id, chance, tickets: held.get(id) ?? 0 }))
  const drawn = random.below(tickets)
  return {
    tickets: panels,
    drawn,
    panel: panels[drawn]!,
    people,
    largestDeviation: people.reduce(
      (most, { chance, tickets: own }) => Math.max(most, Math.abs(own / tickets - chance)),
      0
    ),
    seed: random.seed
  }
}

/** Whole numbers of tickets in proportion to chances, by largest remainders. */
function ticketCounts(chances: readonly number[], tickets: number): number[] {
  const total = chances.reduce((sum, own) => sum + own, 0)
  const shares = chances.map(own => (own / total) * tickets)
  const counts = shares.map(Math.floor)
  const left = tickets - counts.reduce((sum, own) => sum + own, 0)
  const order = [...shares.keys()].sort(
    (a, b) => shares[b]! - counts[b]! - (shares[a]! - counts[a]!) || a - b
  )
  for (const p of order.slice(0, left)) counts[p]!++
  return counts
}
