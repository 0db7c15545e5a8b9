/** 1½ × 2¹⁶: numbers near it are multiples of 2⁻³⁶. */
const NEAR = 98304

/**
 * A probability brought to the nearest multiple of 2⁻³⁶ (1.5 × 10⁻¹¹).
 *
 * Sums of such numbers are exact, and differences in the last bits, which depend on the order of a product,
 * vanish. Without this, where data are balanced between two answers, steps that pull apart whatever differs
 * would make rounding decide between them.
 */
export function snap(probability: number): number {
  return probability + NEAR - NEAR
}
