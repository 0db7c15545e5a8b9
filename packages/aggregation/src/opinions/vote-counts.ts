import type { OpinionProfile } from './opinion-profile.ts'

/** How often each code occurs: 3 × statement + the vote's place. */
export function voteCounts({ statements, codes }: OpinionProfile): Float64Array {
  const counts = new Float64Array(3 * statements.length)
  for (let at = 0; at < codes.length; at++) counts[codes[at]!]!++
  return counts
}

/**
 * What a vote adds to the centred row of its voter, by its code: −1, 0 or 1 less the mean of the statement; 0
 * for statements that moderation took out, and (as `statementMeans` fills them in) for votes not cast.
 */
export function centredValues(means: ArrayLike<number>, isOut: Uint8Array): Float64Array {
  const values = new Float64Array(3 * isOut.length)
  for (let s = 0; s < isOut.length; s++) {
    for (let place = 0; place < 3; place++) values[3 * s + place] = isOut[s] === 1 ? 0 : place - 1 - means[s]!
  }
  return values
}

/** The mean vote on each statement; 0 where nobody voted or moderation took the statement out. */
export function statementMeans(counts: Float64Array, isOut: Uint8Array): Float64Array {
  return Float64Array.from(isOut, (out, s) => {
    const [disagree, pass, agree] = counts.subarray(3 * s, 3 * s + 3) as unknown as [number, number, number]
    const cast = disagree + pass + agree
    return out === 1 || cast === 0 ? 0 : (agree - disagree) / cast
  })
}
