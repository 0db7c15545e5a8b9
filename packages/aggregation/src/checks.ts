/**
 * Checks of arguments. Each throws a `RangeError` that names the function and the rule broken, so that wrong
 * input stops at the door and no `NaN` travels into a result.
 */

/** Throws unless `value` is a number that is neither infinite nor `NaN`. */
export function checkFinite(rule: string, name: string, value: number): void {
  if (!Number.isFinite(value)) fail(rule, `${name} must be a finite number, got ${value}`)
}

/** Throws unless `value` lies between −10¹⁰⁰ and 10¹⁰⁰, so that sums of its squares and products stay finite. */
export function checkModerate(rule: string, name: string, value: number): void {
  checkFinite(rule, name, value)
  if (Math.abs(value) > 1e100) fail(rule, `${name} must be a number within ∓10¹⁰⁰, got ${value}`)
}

/** Throws unless `value` is a whole number of at least `least` that doubles hold exactly. */
export function checkWhole(rule: string, name: string, value: number, least = 0): void {
  if (!Number.isSafeInteger(value) || value < least) {
    fail(rule, `${name} must be a whole number of at least ${least}, got ${value}`)
  }
}

/** Throws unless `value` is finite and above 0. */
export function checkPositive(rule: string, name: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0)
    fail(rule, `${name} must be a finite number above 0, got ${value}`)
}

/** Throws unless `low ≤ value ≤ high`. */
export function checkBetween(rule: string, name: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high))
    fail(rule, `${name} must lie between ${low} and ${high}, got ${value}`)
}

/** Throws when an id is not a string or occurs twice. */
export function checkDistinctIds(rule: string, name: string, ids: readonly string[]): void {
  const seen = new Set<string>()
  for (const id of ids) {
    if (typeof id !== 'string') fail(rule, `${name} must have string ids, got ${String(id)}`)
    if (seen.has(id)) fail(rule, `${name} must have distinct ids, got "${id}" twice`)
    seen.add(id)
  }
}

/** Throws the `RangeError` of a rule. */
export function fail(rule: string, message: string): never {
  throw new RangeError(`${rule}: ${message}`)
}
