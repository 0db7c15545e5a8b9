/** The sum of the values from the least to the greatest, so that its bytes do not depend on their order. */
export function sumSorted(values: Iterable<number>): number {
  return Float64Array.from(values)
    .sort()
    .reduce((sum, value) => sum + value, 0)
}
