import type { ApprovalProfile } from './approval-profile.ts'

/**
 * Voters with the same approvals, joined: group `g` has `sizes[g]` voters who approve of `approved[starts[g]]
 * …`; turned round, option `o` is approved of by the groups `groups[groupStarts[o]] …`.
 */
export interface ApprovalGroups {
  readonly options: readonly string[]
  readonly sizes: Float64Array
  readonly starts: Uint32Array
  readonly approved: Uint32Array
  readonly groupStarts: Uint32Array
  readonly groups: Uint32Array
}

/** Joins voters with the same approvals; those without any are left out. Cost: the approvals. */
export function approvalGroups({ options, counts, starts, approved }: ApprovalProfile): ApprovalGroups {
  const sizes = new Map<string, number>()
  for (let b = 0; b < counts.length; b++) {
    if (starts[b] === starts[b + 1]) continue
    const key = approved
      .slice(starts[b], starts[b + 1])
      .sort()
      .join()
    sizes.set(key, (sizes.get(key) ?? 0) + counts[b]!)
  }
  const lists = [...sizes.keys()]
    .sort()
    .map(key => ({ size: sizes.get(key)!, list: key.split(',').map(Number) }))
  const groupStarts = new Uint32Array(options.length + 1)
  for (const { list } of lists) for (const option of list) groupStarts[option + 1]!++
  for (let option = 0; option < options.length; option++) groupStarts[option + 1]! += groupStarts[option]!
  const groups = new Uint32Array(groupStarts[options.length]!)
  const filled = groupStarts.slice()
  lists.forEach(({ list }, g) => {
    for (const option of list) groups[filled[option]!++] = g
  })
  const groupEnds = new Uint32Array(lists.length + 1)
  lists.forEach(({ list }, g) => (groupEnds[g + 1] = groupEnds[g]! + list.length))
  return {
    options,
    sizes: Float64Array.from(lists, ({ size }) => size),
    starts: groupEnds,
    approved: Uint32Array.from(lists.flatMap(({ list }) => list)),
    groupStarts,
    groups
  }
}
