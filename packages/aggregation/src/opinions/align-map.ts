import { checkWhole } from '../checks.ts'
import { compareIds } from '../ties.ts'
import { checkMap, checkPoints } from './check-map.ts'
import type { OpinionGroups } from './opinion-groups.ts'
import type { OpinionMap, PlacedVoter } from './opinion-map.ts'
import type { PlacedStatement } from './place-voters.ts'

/** How alike two maps are, on the people of both. */
export interface MapStability {
  readonly people: number
  /** Share of the new places that the old ones explain after turning (Procrustes), 0 … 1. */
  readonly positions: number
  /** Agreement of the groups beyond chance (adjusted Rand index): 1 the same, 0 as by chance. */
  readonly groups: number
  /** Share of people in the group that has the number of their old one. */
  readonly stayed: number
}

/** The new map, turned and numbered like the old one, and how alike they are. */
export interface AlignedMap {
  readonly people: readonly PlacedVoter[]
  readonly statements: readonly PlacedStatement[]
  readonly groups: OpinionMap['groups']
  /** New places are this matrix times the places of the map: a turn, or a turn of its mirror image. */
  readonly turn: readonly [readonly [number, number], readonly [number, number]]
  /** `numbers[g]` is the number that group `g` of the map has now. */
  readonly numbers: readonly number[]
  /** `null` when the maps have nobody in common. */
  readonly stability: MapStability | null
}

/**
 * Turns a new map to the last one, so that people find themselves where they were: what moved, and what only
 * turned?
 *
 * The new places are turned, or mirrored, about the middle to lie as near as possible to the old ones of the
 * same people (orthogonal Procrustes, without stretching or shifting). Groups take the numbers of the old
 * groups with which they share the most people, new ones the next free number.
 *
 * Ties: of equally good numberings the first in order of group numbers; a turn goes before a mirror image.
 * Gaps: with nobody in common the map stays as it is and the stability is `null`; people without a group in
 * either map do not count for groups. Cost: n log n for n people, and k! for k groups.
 *
 * Throws `RangeError` for maps with places or groups that are none.
 *
 * Source: P. Schönemann, "A generalized solution of the orthogonal Procrustes problem", Psychometrika 31
 * (1966); L. Hubert, P. Arabie, "Comparing partitions", J. Classification 2 (1985).
 *
 * @example
 * alignMap(
 *   { people: [{ id: 'a', x: 0, y: 2, votes: 9, group: null }], statements: [], groups: { kind: 'too-few', have: 1, need: 2 } },
 *   { people: [{ id: 'a', x: 2, y: 0, votes: 9, group: null }] }
 * ).people
 * // → [{ id: 'a', x: 2, y: 0, votes: 9, group: null }]
 */
export function alignMap(
  map: Pick<OpinionMap, 'people' | 'statements' | 'groups'>,
  last: { readonly people: readonly PlacedVoter[] }
): AlignedMap {
  const rule = 'alignMap'
  checkMap(rule, map)
  checkPoints(rule, [...map.statements, ...last.people])
  for (const { votes } of map.people) checkWhole(rule, 'votes of a person', votes)
  for (const { group } of last.people) if (group !== null) checkWhole(rule, 'a group', group)
  const lastOf = new Map(last.people.map(person => [person.id, person]))
  const common = map.people
    .filter(({ id }) => lastOf.has(id))
    .map(now => ({ now, then: lastOf.get(now.id)! }))
    .sort((a, b) => compareIds(a.now.id, b.now.id))
  const { turn, positions } = procrustes(common)
  const table = crossTable(common)
  const numbers = map.groups.kind === 'groups' ? matchNumbers(table, map.groups.groups.length) : []
  const move = <Point extends { x: number; y: number }>(point: Point): Point => ({
    ...point,
    x: turn[0][0] * point.x + turn[0][1] * point.y + 0,
    y: turn[1][0] * point.x + turn[1][1] * point.y + 0
  })
  return {
    people: map.people.map(person => ({
      ...move(person),
      group: person.group === null ? null : numbers[person.group]!
    })),
    statements: map.statements.map(move),
    groups: map.groups.kind === 'groups' ? renumbered(map.groups, numbers, move) : map.groups,
    turn,
    numbers,
    stability:
      common.length === 0
        ? null
        : {
            people: common.length,
            positions,
            groups: adjustedRand(table),
            stayed: stayedShare(table, numbers)
          }
  }
}

interface Pair {
  readonly now: PlacedVoter
  readonly then: PlacedVoter
}

/** The turn (or mirrored turn) of the new places that brings them nearest to the old ones. */
function procrustes(common: readonly Pair[]) {
  let [xx, xy, yx, yy, now2, then2] = [0, 0, 0, 0, 0, 0]
  for (const { now, then } of common) {
    xx += then.x * now.x
    xy += then.x * now.y
    yx += then.y * now.x
    yy += then.y * now.y
    now2 += now.x * now.x + now.y * now.y
    then2 += then.x * then.x + then.y * then.y
  }
  const turned = Math.hypot(xx + yy, yx - xy)
  const mirrored = Math.hypot(xx - yy, yx + xy)
  const reach = Math.max(turned, mirrored)
  const positions = now2 > 0 && then2 > 0 ? Math.min(1, (reach / now2) * (reach / then2)) : 0
  // Too little to turn by: the map stays as it is.
  if (!(reach > 1e-12 * (now2 + then2)))
    return {
      turn: [
        [1, 0],
        [0, 1]
      ] as const,
      positions
    }
  if (turned >= mirrored * (1 - 1e-12)) {
    const [cos, sin] = [(xx + yy) / turned, (yx - xy) / turned]
    return {
      turn: [
        [cos, -sin],
        [sin, cos]
      ] as const,
      positions
    }
  }
  const [cos, sin] = [(xx - yy) / mirrored, (yx + xy) / mirrored]
  return {
    turn: [
      [cos, sin],
      [sin, -cos]
    ] as const,
    positions
  }
}

/** People by new and old group: `table[now][then]`, over those who are in a group on both maps. */
function crossTable(common: readonly Pair[]): number[][] {
  const table: number[][] = []
  let width = 0
  for (const { now, then } of common) {
    if (now.group === null || then.group === null) continue
    width = Math.max(width, then.group + 1)
    const row = (table[now.group] ??= [])
    row[then.group] = (row[then.group] ?? 0) + 1
  }
  return Array.from(table, row => Array.from({ length: width }, (_, then) => row?.[then] ?? 0))
}

/** The numbering of `size` groups that keeps the most people under their number. */
function matchNumbers(table: readonly (readonly number[])[], size: number): number[] {
  const width = Math.max(size, table[0]?.length ?? 0)
  let best: number[] = []
  let most = -1
  const visit = (numbers: number[], kept: number): void => {
    const group = numbers.length
    if (group === size) {
      if (kept > most) {
        best = [...numbers]
        most = kept
      }
      return
    }
    for (let number = 0; number < width; number++) {
      if (!numbers.includes(number)) visit([...numbers, number], kept + (table[group]?.[number] ?? 0))
    }
  }
  visit([], 0)
  return best
}

function renumbered(
  groups: OpinionGroups,
  numbers: readonly number[],
  move: <Point extends { x: number; y: number }>(point: Point) => Point
): OpinionGroups {
  return {
    ...groups,
    groups: groups.groups
      .map(group => ({ ...move(group), number: numbers[group.number]! }))
      .sort((a, b) => a.number - b.number),
    base: groups.base.map(cluster => ({ ...move(cluster), group: numbers[cluster.group]! }))
  }
}

function stayedShare(table: readonly (readonly number[])[], numbers: readonly number[]): number {
  const all = table.flat().reduce((sum, people) => sum + people, 0)
  const stayed = table.reduce((sum, row, now) => sum + (row[numbers[now]!] ?? 0), 0)
  return all === 0 ? 0 : stayed / all
}

function adjustedRand(table: readonly (readonly number[])[]): number {
  const pairs = (people: number) => (people * (people - 1)) / 2
  const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  const rows = sumOf(table.map(row => pairs(sumOf(row))))
  const columns = sumOf((table[0] ?? []).map((_, then) => pairs(sumOf(table.map(row => row[then]!)))))
  const both = sumOf(table.flat().map(pairs))
  const expected = (rows * columns) / Math.max(1, pairs(sumOf(table.flat())))
  const most = (rows + columns) / 2
  // One group in both, or everybody alone in both: the same, though chance could not differ.
  return most === expected ? 1 : (both - expected) / (most - expected)
}
