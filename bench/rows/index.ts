import type { Row } from '../row.ts'
import { crowd } from './crowd.ts'
import { duplicates } from './duplicates.ts'
import { memory } from './memory.ts'
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
  memory,
  start
]
