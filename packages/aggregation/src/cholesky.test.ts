import { expect, it } from 'vitest'
import { factorise, invertLower, solveFactorised } from './cholesky.ts'

const matrix = [4, 0, 0, 2, 5, 0, 2, 3, 6]
const whole = [
  [4, 2, 2],
  [2, 5, 3],
  [2, 3, 6]
]

it('solves equations by the factor', () => {
  const lower = Float64Array.from(matrix)
  factorise(lower, 3)
  const x = Float64Array.of(8, 10, 11)
  solveFactorised(lower, 3, x)
  whole.forEach((row, i) => {
    expect(row.reduce((sum, own, k) => sum + own * x[k]!, 0)).toBeCloseTo([8, 10, 11][i]!, 12)
  })
})

it('inverts the factor', () => {
  const lower = Float64Array.from(matrix)
  factorise(lower, 3)
  const inverse = invertLower(lower, 3)
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = j; k <= i; k++) sum += lower[i * 3 + k]! * inverse[k * 3 + j]!
      expect(sum).toBeCloseTo(Number(i === j), 12)
    }
  }
})
