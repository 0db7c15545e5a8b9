/** Every order of a list. */
export function permutations<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]]
  return list.flatMap((first, i) => permutations(list.toSpliced(i, 1)).map(rest => [first, ...rest]))
}

/** Every way to take `size` of a list, in the list's order. */
export function subsets<T>(list: readonly T[], size: number): T[][] {
  if (size === 0) return [[]]
  return list.flatMap((first, i) => subsets(list.slice(i + 1), size - 1).map(rest => [first, ...rest]))
}

/** The elements at which a function is greatest. */
export function maximisers<T>(list: readonly T[], value: (element: T) => number): T[] {
  const greatest = Math.max(...list.map(value))
  return list.filter(element => value(element) === greatest)
}
