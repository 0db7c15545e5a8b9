import { expect, test } from 'vitest'
import { layOut, nodeHeight, nodeWidth } from './lineage-graph.ts'

test('what came first stands left of what came of it, and nothing lies on another', () => {
  const { nodes, width, height } = layOut(
    ['a', 'b', 'c', 'd'],
    [
      { source: 'a', contribution: 'c' },
      { source: 'b', contribution: 'c' },
      { source: 'c', contribution: 'd' }
    ]
  )
  const at = new Map(nodes.map(node => [node.id, node]))
  expect(at.get('a')!.x).toBeLessThan(at.get('c')!.x)
  expect(at.get('c')!.x).toBeLessThan(at.get('d')!.x)
  expect(at.get('a')!.y).not.toBe(at.get('b')!.y)
  expect(width).toBe(at.get('d')!.x + nodeWidth)
  expect(height).toBe(at.get('b')!.y + nodeHeight)
})

test('a circle ends, and nothing is drawn of nothing', () => {
  const circle = [
    { source: 'a', contribution: 'b' },
    { source: 'b', contribution: 'a' }
  ]
  expect(layOut(['a', 'b'], circle).nodes).toHaveLength(2)
  expect(layOut([], [])).toEqual({ nodes: [], width: 0, height: 0 })
})
