import { checkModerate, checkWhole, fail } from '../checks.ts'
import type { OpinionMap } from './opinion-map.ts'
import type { MapPoint } from './place-voters.ts'

/** Throws unless a map that comes back from a file is one: places that are numbers, and groups that exist. */
export function checkMap(rule: string, { people, groups }: Pick<OpinionMap, 'people' | 'groups'>): void {
  checkPoints(rule, people)
  if (groups.kind === 'too-few') {
    checkWhole(rule, 'how many there are', groups.have)
    checkWhole(rule, 'how many are needed', groups.need)
    return
  }
  if (groups.kind !== 'groups') fail(rule, `groups must be 'groups' or 'too-few', got ${String(groups)}`)
  const { base } = groups
  const numbers = new Set(groups.groups.map(({ number }) => number))
  checkPoints(rule, groups.groups)
  checkPoints(rule, base)
  for (const { people } of base) checkWhole(rule, 'people of a base cluster', people, 1)
  for (const { group } of [...base, ...people]) {
    if (group !== null && !numbers.has(group)) fail(rule, `there is no group ${String(group)}`)
  }
}

/** Throws unless all places are numbers of a moderate size. */
export function checkPoints(rule: string, points: readonly MapPoint[]): void {
  for (const { x, y } of points) {
    checkModerate(rule, 'x of a place', x)
    checkModerate(rule, 'y of a place', y)
  }
}
