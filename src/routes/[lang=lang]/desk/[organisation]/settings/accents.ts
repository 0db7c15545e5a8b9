/** Hues to choose an accent from, in degrees: as the stylesheet tells them apart, and told apart by eye. */
export const accents: readonly number[] = Array.from({ length: 18 }, (_, n) => n * 20)
