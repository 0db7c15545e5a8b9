/**
 * Things near each other, as places of a list: whatever is near `i`, with how far it is. Whether `i` itself is
 * among it makes no difference.
 */
export type Neighbours = (i: number) => readonly { readonly place: number; readonly distance: number }[]

/**
 * Density clusters (DBSCAN): dense things, near which `least` different workers (their own included) have put
 * something, form a cluster with all dense things they are near to, however many steps away. What is not
 * dense joins the cluster of the nearest dense thing, if one is near.
 *
 * Returns for each thing the number of its cluster, or −1. The order of the things decides nothing but the
 * numbering, except that of two dense things at the very same distance the first counts.
 *
 * Source: M. Ester et al., "A density-based algorithm for discovering clusters", KDD 1996.
 */
export function densityClusters(
  workerOf: readonly string[],
  neighbours: Neighbours,
  least: number
): Int32Array {
  // Neighbours are asked for again when needed: kept for all, they would fill the memory where all are near.
  const dense = workerOf.map(
    (own, i) => new Set([own, ...neighbours(i).map(({ place }) => workerOf[place])]).size >= least
  )
  const cluster = new Int32Array(workerOf.length).fill(-1)
  let count = 0
  for (let start = 0; start < cluster.length; start++) {
    if (!dense[start] || cluster[start]! >= 0) continue
    const waiting = [start]
    cluster[start] = count
    for (let thing = waiting.pop(); thing !== undefined; thing = waiting.pop()) {
      for (const { place } of neighbours(thing)) {
        if (!dense[place] || cluster[place]! >= 0) continue
        cluster[place] = count
        waiting.push(place)
      }
    }
    count++
  }
  return cluster.map((own, i) => {
    if (own >= 0) return own
    let nearest = Infinity
    for (const { place, distance } of neighbours(i)) {
      if (!dense[place] || distance >= nearest) continue
      nearest = distance
      own = cluster[place]!
    }
    return own
  })
}
