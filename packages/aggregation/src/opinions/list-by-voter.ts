import { fail } from '../checks.ts'

/**
 * Sorts codes of votes by voter and, within a voter, by statement: two counting sorts, the finer key first.
 * Throws for two votes of one voter on one statement.
 */
export function listByVoter(
  rule: string,
  voters: readonly string[],
  statements: readonly string[],
  voterOf: Uint32Array,
  codes: Uint32Array
): { starts: Uint32Array; codes: Uint32Array } {
  const size = codes.length
  const places = new Uint32Array(statements.length + 1)
  for (let i = 0; i < size; i++) places[Math.floor(codes[i]! / 3) + 1]!++
  for (let s = 0; s < statements.length; s++) places[s + 1]! += places[s]!
  const byStatement = new Uint32Array(size)
  for (let i = 0; i < size; i++) byStatement[places[Math.floor(codes[i]! / 3)]!++] = i

  const starts = new Uint32Array(voters.length + 1)
  for (let i = 0; i < size; i++) starts[voterOf[i]! + 1]!++
  for (let v = 0; v < voters.length; v++) starts[v + 1]! += starts[v]!
  const ends = starts.slice()
  const sorted = new Uint32Array(size)
  for (let at = 0; at < size; at++) {
    const vote = byStatement[at]!
    const voter = voterOf[vote]!
    const code = codes[vote]!
    const place = ends[voter]!++
    if (place > starts[voter]! && Math.floor(sorted[place - 1]! / 3) === Math.floor(code / 3)) {
      fail(rule, `"${voters[voter]}" votes twice on "${statements[Math.floor(code / 3)]}"`)
    }
    sorted[place] = code
  }
  return { starts, codes: sorted }
}
