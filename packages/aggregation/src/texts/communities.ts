/** A graph of weighted edges, each listed from both ends: node `n` has the edges `starts[n] … starts[n + 1] − 1`. */
export interface Graph {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly weights: Float64Array
}

/** The community of each node, and how much more weight lies within communities than chance would put there. */
export interface Communities {
  readonly labels: Uint32Array
  readonly count: number
  readonly modularity: number
  /** False when a bound on the passes was met. */
  readonly settled: boolean
}

const MOST_SWEEPS = 60
const MOST_LEVELS = 30

/**
 * Communities of a graph by local moves and folding (Louvain): nodes join the neighbour community that gains
 * most modularity, until none gains; communities become nodes, and again.
 *
 * Nodes are visited in their order, and of equal gains the community stays or the first is taken, so the order
 * of nodes must mean something. `resolution` above 1 makes more and smaller communities.
 *
 * Source: V. Blondel, J. Guillaume, R. Lambiotte, E. Lefebvre, "Fast unfolding of communities in large networks",
 * J. Stat. Mech. (2008) P10008.
 */
export function communities(graph: Graph, resolution: number): Communities {
  const size = graph.starts.length - 1
  let labels = Uint32Array.from({ length: size }, (_, node) => node)
  let level = graph
  let settled = true
  for (let depth = 0; depth < MOST_LEVELS; depth++) {
    const moved = moveNodes(level, resolution)
    settled &&= moved.settled
    labels = labels.map(node => moved.labels[node]!)
    if (moved.count === level.starts.length - 1) break
    level = fold(level, moved.labels, moved.count)
    if (depth === MOST_LEVELS - 1) settled = false
  }
  const { numbers, count } = renumber(labels)
  return { labels: numbers, count, modularity: modularityOf(graph, numbers, count, resolution), settled }
}

function moveNodes({ starts, ends, weights }: Graph, resolution: number) {
  const size = starts.length - 1
  const labels = Uint32Array.from({ length: size }, (_, node) => node)
  const degrees = new Float64Array(size)
  for (let node = 0; node < size; node++) {
    for (let at = starts[node]!; at < starts[node + 1]!; at++) degrees[node]! += weights[at]!
  }
  const total = degrees.reduce((sum, degree) => sum + degree, 0)
  const sums = degrees.slice()
  const links = new Float64Array(size)
  const around: number[] = []
  let settled = total === 0
  for (let sweep = 0; sweep < MOST_SWEEPS && !settled; sweep++) {
    settled = true
    for (let node = 0; node < size; node++) {
      const own = labels[node]!
      around.length = 0
      for (let at = starts[node]!; at < starts[node + 1]!; at++) {
        if (ends[at] === node) continue
        const label = labels[ends[at]!]!
        if (links[label] === 0) around.push(label)
        links[label]! += weights[at]!
      }
      sums[own]! -= degrees[node]!
      const gainOf = (label: number) => links[label]! - (resolution * degrees[node]! * sums[label]!) / total
      let best = own
      let most = gainOf(own)
      for (const label of around) {
        const gain = gainOf(label)
        // A trace more is no gain but rounding.
        if (gain > most + 1e-12 * total) {
          best = label
          most = gain
        }
      }
      sums[best]! += degrees[node]!
      for (const label of around) links[label] = 0
      if (best === own) continue
      labels[node] = best
      settled = false
    }
  }
  const { numbers, count } = renumber(labels)
  return { labels: numbers, count, settled }
}

/** The graph of communities: the weight between two is that of all edges between their nodes. */
function fold({ starts, ends, weights }: Graph, labels: Uint32Array, count: number): Graph {
  const members = Array.from({ length: count }, (): number[] => [])
  labels.forEach((label, node) => members[label]!.push(node))
  const newStarts = new Uint32Array(count + 1)
  const newEnds: number[] = []
  const newWeights: number[] = []
  const sums = new Float64Array(count)
  members.forEach((nodes, label) => {
    const around: number[] = []
    for (const node of nodes) {
      for (let at = starts[node]!; at < starts[node + 1]!; at++) {
        const other = labels[ends[at]!]!
        if (sums[other] === 0) around.push(other)
        sums[other]! += weights[at]!
      }
    }
    for (const other of around) {
      newEnds.push(other)
      newWeights.push(sums[other]!)
      sums[other] = 0
    }
    newStarts[label + 1] = newEnds.length
  })
  return { starts: newStarts, ends: Uint32Array.from(newEnds), weights: Float64Array.from(newWeights) }
}

/** Numbers labels from 0 in the order in which they first occur. */
function renumber(labels: Uint32Array): { numbers: Uint32Array; count: number } {
  const numberOf = new Map<number, number>()
  const numbers = labels.map(label => {
    if (!numberOf.has(label)) numberOf.set(label, numberOf.size)
    return numberOf.get(label)!
  })
  return { numbers, count: numberOf.size }
}

function modularityOf(
  { starts, ends, weights }: Graph,
  labels: Uint32Array,
  count: number,
  resolution: number
) {
  const degrees = new Float64Array(count)
  let total = 0
  let within = 0
  labels.forEach((label, node) => {
    for (let at = starts[node]!; at < starts[node + 1]!; at++) {
      degrees[label]! += weights[at]!
      total += weights[at]!
      if (labels[ends[at]!] === label) within += weights[at]!
    }
  })
  if (total === 0) return 0
  return within / total - resolution * degrees.reduce((sum, degree) => sum + (degree / total) ** 2, 0)
}
