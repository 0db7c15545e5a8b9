import type { RankedProfile } from './ranked-profile.ts'

/**
 * Reads ranked ballots strictly: a ballot ends where it puts two options on one level.
 *
 * What stands above the shared level counts; what follows it does not. Cost: the ranked places.
 *
 * @example
 * truncateAtTies(rankedProfile(['a', 'b', 'c'], [{ ranking: ['c', ['a', 'b']] }])).order // → Uint32Array.of(2)
 */
export function truncateAtTies(profile: RankedProfile): RankedProfile {
  const { options, voters, counts } = profile
  const starts = new Uint32Array(profile.starts.length)
  const order: number[] = []
  const levels: number[] = []
  for (let b = 0; b < counts.length; b++) {
    const end = profile.starts[b + 1]!
    for (let at = profile.starts[b]!; at < end; at++) {
      if (at + 1 < end && profile.levels[at] === profile.levels[at + 1]) break
      order.push(profile.order[at]!)
      levels.push(profile.levels[at]!)
    }
    starts[b + 1] = order.length
  }
  return { options, voters, counts, starts, order: Uint32Array.from(order), levels: Uint32Array.from(levels) }
}
