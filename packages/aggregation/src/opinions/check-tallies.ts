import { fail } from '../checks.ts'
import type { GroupStatistics } from './group-statistics.ts'

/** Throws unless there are counts of every statement, whole numbers, with no more votes than people who voted. */
export function checkTallies(rule: string, { statements, isOut, everybody, groups }: GroupStatistics): void {
  const size = statements.length
  if (isOut.length !== size) fail(rule, `there must be ${size} marks of moderation, got ${isOut.length}`)
  for (const { agree, disagree, seen } of [everybody, ...groups]) {
    for (const counts of [agree, disagree, seen]) {
      if (counts.length !== size) fail(rule, `there must be ${size} counts, got ${counts.length}`)
    }
    for (let s = 0; s < size; s++) {
      const [yes, no, all] = [agree[s]!, disagree[s]!, seen[s]!]
      const isCounted = [yes, no, all].every(count => Number.isSafeInteger(count) && count >= 0)
      if (!isCounted || yes + no > all) {
        fail(rule, `"${statements[s]}" must have whole counts that fit, got ${yes} + ${no} of ${all}`)
      }
    }
  }
}
