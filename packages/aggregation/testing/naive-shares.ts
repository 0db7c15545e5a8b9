import { compare, type Fraction, fraction, least, minus, over, plus, times } from './fractions.ts'

/** Equal shares for single voters, worked out from the definition: utilities `points × scale`, ties to the first of the list. */
export function naiveShares(
  projects: readonly { readonly id: string; readonly cost: number }[],
  voters: readonly Readonly<Record<string, number>>[],
  endowment: Fraction,
  utility: 'cost' | 'cardinality'
): string[] {
  const money = voters.map(() => endowment)
  const bought: string[] = []
  for (;;) {
    let best: { id: string; cost: number; rho: Fraction } | null = null
    for (const { id, cost } of projects) {
      if (bought.includes(id)) continue
      const utilities = voters.map(points => fraction((points[id] ?? 0) * (utility === 'cost' ? cost : 1)))
      const rho = affordable(money, utilities, fraction(cost))
      if (rho && (!best || compare(rho, best.rho) < 0)) best = { id, cost, rho }
    }
    if (!best) return bought
    const { id, cost, rho } = best
    bought.push(id)
    voters.forEach((points, voter) => {
      const own = fraction((points[id] ?? 0) * (utility === 'cost' ? cost : 1))
      money[voter] = minus(money[voter]!, least(money[voter]!, times(rho, own)))
    })
  }
}

/** The least ρ with Σ min(money, ρ × utility) = cost, or null: one of the values at which all with less money are exhausted. */
function affordable(
  money: readonly Fraction[],
  utilities: readonly Fraction[],
  cost: Fraction
): Fraction | null {
  const supporters = money
    .map((own, i) => ({ own, utility: utilities[i]! }))
    .filter(({ utility }) => utility.n > 0n)
    .map(supporter => ({ ...supporter, limit: over(supporter.own, supporter.utility) }))
    .sort((a, b) => compare(a.limit, b.limit))
  let paid = fraction(0)
  let weight = supporters.reduce((sum, { utility }) => plus(sum, utility), fraction(0))
  for (const { own, utility, limit } of supporters) {
    const rho = over(minus(cost, paid), weight)
    if (compare(rho, limit) <= 0) return rho
    paid = plus(paid, own)
    weight = minus(weight, utility)
  }
  return null
}
