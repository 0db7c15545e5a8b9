/** A link of a lineage, from what was there before to what came of it. */
export interface GraphLink {
  readonly source: string
  readonly contribution: string
}

export interface GraphNode {
  readonly id: string
  readonly x: number
  readonly y: number
}

export const nodeWidth = 168
export const nodeHeight = 32
const gapX = 40
const gapY = 12
const mostLayers = 8

/**
 * Places for a lineage as a picture: what came first on the left, what came of it to the right. Circles, which nobody can
 * make by links alone, would end at eight columns.
 */
export function layOut(
  ids: readonly string[],
  links: readonly GraphLink[]
): { nodes: GraphNode[]; width: number; height: number } {
  const layer = new Map(ids.map(id => [id, 0]))
  for (let turn = 0; turn < mostLayers; turn++) {
    for (const { source, contribution } of links) {
      const next = Math.min(mostLayers, (layer.get(source) ?? 0) + 1)
      if ((layer.get(contribution) ?? 0) < next) layer.set(contribution, next)
    }
  }
  const rows = new Map<number, number>()
  const nodes = ids.map(id => {
    const column = layer.get(id) ?? 0
    const row = rows.get(column) ?? 0
    rows.set(column, row + 1)
    return { id, x: column * (nodeWidth + gapX), y: row * (nodeHeight + gapY) }
  })
  return {
    nodes,
    width: Math.max(0, ...nodes.map(node => node.x + nodeWidth)),
    height: Math.max(0, ...nodes.map(node => node.y + nodeHeight))
  }
}
