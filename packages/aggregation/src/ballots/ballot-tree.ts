import type { RankedProfile } from './ranked-profile.ts'

/**
 * The beginnings that ballots share, as a tree in the order of a walk: node `i` ranks `option[i]` next after
 * its parent's options for `count[i]` voters; its descendants are the nodes from `i + 1` to `end[i] − 1`; it
 * stands at depth `depth[i]`, from 0.
 */
export interface BallotTree {
  readonly option: Uint32Array
  readonly count: Float64Array
  readonly end: Uint32Array
  readonly depth: Uint32Array
}

/** Joins the ballots by their beginnings. Cost: the ranked places. */
export function ballotTree({ options, counts, starts, order }: RankedProfile): BallotTree {
  const n = options.length
  const childOf = new Map<number, number>()
  const children: number[][] = [[]]
  const option: number[] = [0]
  const count: number[] = [0]
  for (let b = 0; b < counts.length; b++) {
    let node = 0
    for (let at = starts[b]!; at < starts[b + 1]!; at++) {
      const key = node * n + order[at]!
      let child = childOf.get(key)
      if (child === undefined) {
        child = option.length
        childOf.set(key, child)
        children[node]!.push(child)
        children.push([])
        option.push(order[at]!)
        count.push(0)
      }
      count[child]! += counts[b]!
      node = child
    }
  }
  return inWalkingOrder(option, count, children)
}

/** Lays the nodes out parent before child and drops the root, whose number is 0. */
function inWalkingOrder(
  option: readonly number[],
  count: readonly number[],
  children: readonly (readonly number[])[]
): BallotTree {
  const size = option.length - 1
  const tree = {
    option: new Uint32Array(size),
    count: new Float64Array(size),
    end: new Uint32Array(size),
    depth: new Uint32Array(size)
  }
  let placed = 0
  const place = (node: number, depth: number): void => {
    for (const child of children[node]!) {
      const i = placed++
      tree.option[i] = option[child]!
      tree.count[i] = count[child]!
      tree.depth[i] = depth
      place(child, depth + 1)
      tree.end[i] = placed
    }
  }
  place(0, 0)
  return tree
}
