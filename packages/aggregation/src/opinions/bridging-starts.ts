import type { BridgingObjective } from './bridging-objective.ts'
import { leadingEigenvectors, scatteredVector } from './leading-eigenvectors.ts'
import type { RatingProfile } from './rating-profile.ts'

/**
 * Points from which to seek the factorisation: intercepts alone, with the factors of notes along the two
 * directions in which what intercepts leave varies most.
 */
export function startsAcross(profile: RatingProfile, objective: BridgingObjective): Float64Array[] {
  const size = profile.notes.length
  const point = new Float64Array(objective.size)
  const gradient = new Float64Array(objective.size)
  // With all factors at 0 a preconditioned step is a step of alternating least squares on intercepts.
  for (let pass = 0; pass < 6; pass++) {
    objective.evaluate(point, gradient)
    const move = objective.precondition(gradient)
    for (let i = 0; i < point.length; i += i === 0 ? 1 : 2) point[i]! -= move[i]!
  }
  objective.evaluate(point, gradient)
  const { vectors } = leadingEigenvectors(
    { size, multiply: residualOperator(profile, objective.raters, point) },
    { start: [scatteredVector(size, 1), scatteredVector(size, 2)], tolerance: 1e-3, mostSteps: 12 }
  )
  // Of mean square ¼: about the size that factors have where ratings lie between 0 and 1.
  const scale = 0.5 * Math.sqrt(size)
  return vectors.map(vector => {
    const start = point.slice()
    vector.forEach((value, note) => (start[2 + 2 * note] = scale * value))
    return start
  })
}

/** The residuals of all ratings, through the raters and back: notes × notes, without the table. */
function residualOperator(profile: RatingProfile, raters: Float64Array, point: Float64Array) {
  const { starts, noteOf, values } = profile
  return (a: Float64Array, b: Float64Array, outA: Float64Array, outB: Float64Array): void => {
    outA.fill(0)
    outB.fill(0)
    for (let rater = 0; rater + 1 < starts.length; rater++) {
      const base = point[0]! + raters[2 * rater]!
      let [alongA, alongB] = [0, 0]
      for (let at = starts[rater]!; at < starts[rater + 1]!; at++) {
        const note = noteOf[at]!
        const left = values[at]! - base - point[1 + 2 * note]!
        alongA += left * a[note]!
        alongB += left * b[note]!
      }
      for (let at = starts[rater]!; at < starts[rater + 1]!; at++) {
        const note = noteOf[at]!
        const left = values[at]! - base - point[1 + 2 * note]!
        outA[note]! += left * alongA
        outB[note]! += left * alongB
      }
    }
  }
}
