import { paths } from './export-shape.ts'
import type { ExportLine } from './export-shape.ts'
import type { Findings } from './findings.ts'

/** Which line stands at which place of the log. */
export interface Placement {
  readonly lineAt: ReadonlyMap<number, ExportLine>
  /** Whether the log has such a place and the export no line for it. */
  isMissing(place: number): boolean
}

/**
 * Puts the lines of an export to their places and names what was dropped, added, edited, swapped or reordered.
 *
 * `truth` holds the commitments of the log in order, as its signed tree has them. Without it (no entries fit the
 * checkpoint) the lines are taken at their word, and only gaps, doubles and disorder can be seen.
 */
export function placeLines(
  lines: readonly ExportLine[],
  size: number,
  truth: readonly string[] | undefined,
  findings: Findings
): Placement {
  const placeOf = truth
    ? placesByCommitment(truth)
    : (line: ExportLine) => (line.sequence < size ? line.sequence : undefined)
  const lineAt = new Map<number, ExportLine>()
  const foreign: ExportLine[] = []
  const order: number[] = []
  for (const line of lines) {
    const place = placeOf(line)
    if (place === undefined || lineAt.has(place)) {
      foreign.push(line)
    } else {
      lineAt.set(place, line)
      order.push(place)
    }
  }
  const isMissing = (place: number) => place < size && !lineAt.has(place)
  const isWhole = foreign.length === 0 && lineAt.size === size
  nameForeign(foreign, isMissing, lineAt, findings)
  nameDropped([...lineAt.keys()], size, findings)
  const inOrder = nameDisorder(order, 'lines', paths.lines, findings)
  // After a drop or an addition numbers may be shifted; alone, a wrong number is a change of its own.
  if (isWhole && inOrder) nameWrongNumbers(lineAt, findings)
  return { lineAt, isMissing }
}

/** Names what stands in the wrong order: two that changed places are swapped, anything else is reordered. */
export function nameDisorder(
  order: readonly number[],
  what: 'lines' | 'records',
  file: string,
  findings: Findings
): boolean {
  const sorted = order.toSorted((a, b) => a - b)
  const wrong = order.flatMap((place, i) => (place === sorted[i] ? [] : [place]))
  if (wrong.length === 0) return true
  const sequences = wrong.slice(0, 20).sort((a, b) => a - b)
  const code = `${what}-${wrong.length === 2 ? 'swapped' : 'reordered'}` as const
  findings.add(code, { file, sequence: sequences[0]! }, { sequences, count: wrong.length })
  return false
}

function placesByCommitment(truth: readonly string[]): (line: ExportLine) => number | undefined {
  const places = new Map(truth.map((commitment, place) => [commitment, place]))
  return line => places.get(line.commitment)
}

/** A line that is not in the log stands for the missing one of its number, edited; else it was added. */
function nameForeign(
  foreign: readonly ExportLine[],
  isMissing: Placement['isMissing'],
  lineAt: Map<number, ExportLine>,
  findings: Findings
): void {
  for (const line of foreign) {
    const { sequence } = line
    if (isMissing(sequence)) {
      lineAt.set(sequence, line)
      findings.add('line-edited', { file: paths.lines, sequence }, { part: 'commitment' })
    } else {
      findings.add('line-added', { file: paths.lines, sequence }, { commitment: line.commitment })
    }
  }
}

/** One finding a gap, with the number of lines it swallowed. */
function nameDropped(places: readonly number[], size: number, findings: Findings): void {
  let next = 0
  for (const place of [...places.toSorted((a, b) => a - b), size]) {
    if (place > next)
      findings.add('line-dropped', { file: paths.lines, sequence: next }, { count: place - next })
    next = place + 1
  }
}

function nameWrongNumbers(lineAt: ReadonlyMap<number, ExportLine>, findings: Findings): void {
  const wrong = [...lineAt].filter(([place, line]) => line.sequence !== place)
  if (wrong.length === 0) return
  const sequences = wrong.slice(0, 20).map(([place]) => place)
  const code = wrong.length === 2 ? 'lines-swapped' : 'lines-reordered'
  findings.add(code, { file: paths.lines, sequence: sequences[0]! }, { sequences, count: wrong.length })
}
