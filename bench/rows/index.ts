import type { Row } from '../row.ts'
import { analysis } from './analysis.ts'
import { crowd } from './crowd.ts'
import { duplicates } from './duplicates.ts'
import { memory } from './memory.ts'
import { nearCopies } from './near-copies.ts'
import { oneSupport } from './one-support.ts'
import { paint } from './paint.ts'
import { readingRows } from './reading.ts'
import { start } from './start.ts'
import { thread } from './thread.ts'
import { weight } from './weight.ts'

/** The table, from top to bottom. */
export const rows: readonly Row[] = [
  ...readingRows,
  oneSupport,
  crowd,
  weight,
  paint,
  thread,
  duplicates,
  nearCopies,
  analysis,
  memory,
  start
]
