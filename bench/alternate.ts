import { median } from './support/statistics.ts'

/** What each piece of work cost in each round. */
export type Rounds<Name extends string> = Readonly<Record<Name, readonly number[]>>

/**
 * Does pieces of work by turns, so that what else happens on the machine meets all of them alike. The first round warms
 * up and does not count.
 */
export async function alternate<Name extends string>(
  rounds: number,
  works: Readonly<Record<Name, () => Promise<number>>>
): Promise<Rounds<Name>> {
  const names = Object.keys(works) as Name[]
  const costs = Object.fromEntries(names.map(name => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const cost = await works[name]()
      if (round > 0) costs[name].push(cost)
    }
  }
  return costs
}

/** The median over the rounds of one work's cost in multiples of another's of the same round. */
export const ratioOf = (costs: readonly number[], unit: readonly number[]): number =>
  median(costs.map((cost, round) => cost / unit[round]!))
