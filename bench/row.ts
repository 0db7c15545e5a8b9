import type { Ground } from './ground.ts'

/** A line of the table: what is measured, what was aimed at, what came out. */
export interface Row {
  /** For `--only`. */
  readonly name: string
  readonly work: string
  readonly target: string
  measure(ground: Ground): Promise<Measured>
}

export interface Measured {
  /** As the table shows it. */
  readonly text: string
  /** Null: nothing to be judged. */
  readonly isReached: boolean | null
  /** At 100,000 ideas, as a multiple of the same at 100. */
  readonly growth?: number
  readonly note?: string
  /** What it was made of, for the report: every number with its unit at the end of its name. */
  readonly figures: Readonly<Record<string, number>>
}

/** Thrown by a row that cannot be measured here, with the reason. */
export class Skipped extends Error {}

export const mostGrowth = 1.5

export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 1 : 0)} ×`
