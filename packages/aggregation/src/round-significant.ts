/**
 * A number rounded to 12 significant digits. Formulas with roots, logarithms and divisions give equal values
 * that differ in the last bits, on one machine or between two; rounded, they meet.
 */
export function roundSignificant(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(12))
}
