/** Units of the fixed point in which roots are taken: 30 decimals. */
export const ROOT_UNIT = 10n ** 30n

/**
 * The square root of a whole number of at least 0, cut to 30 decimals, in units of 10⁻³⁰. Integers give the
 * same digits on every machine, so that equal sums of roots are equal. Cost: about 8 divisions (Newton's
 * iteration from the double's root).
 */
export function squareRoot(value: bigint): bigint {
  const target = value * ROOT_UNIT * ROOT_UNIT
  if (target === 0n) return 0n
  // From above, so that the iteration falls until it meets the cut root.
  let root = 1n << BigInt((target.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + target / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** Units of raw matches: 12 decimals. */
export const RAW_UNIT = 10n ** 12n

/**
 * A product of two roots, in units of 10⁻⁶⁰, rounded to 12 decimals. Cut roots fall short by far less, so a
 * product that is whole comes out whole.
 */
export function roundProduct(product: bigint): bigint {
  const step = (ROOT_UNIT * ROOT_UNIT) / RAW_UNIT
  return (product + step / 2n) / step
}
