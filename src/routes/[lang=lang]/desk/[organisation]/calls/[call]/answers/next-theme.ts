interface Theme {
  /** null: what is in no theme. */
  readonly themeId: string | null
  readonly total: number
  readonly waiting: number
}

/**
 * The theme after this one in which something waits (`none`: what is in no theme), so that all are gone through without
 * looking for the next; null when nothing waits elsewhere. They follow by size, which stays while they are answered: a
 * theme that is being looked into still waits, and comes again only after all others.
 */
export function nextTheme(themes: readonly Theme[], themeId: string): string | null {
  const order = themes
    .map(one => ({ ...one, id: one.themeId ?? 'none' }))
    .toSorted((a, b) => rank(a) - rank(b) || b.total - a.total || (a.id < b.id ? -1 : 1))
  const here = order.findIndex(one => one.id === themeId)
  const after = [...order.slice(here + 1), ...order.slice(0, Math.max(here, 0))]
  return after.find(one => one.waiting > 0)?.id ?? null
}

const rank = ({ themeId }: Theme): number => (themeId === null ? 1 : 0)
