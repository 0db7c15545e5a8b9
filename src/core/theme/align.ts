/** Of the smaller of two themes so much must be in both, for the one to be the other gone on. */
const leastShared = 0.5

/**
 * Which theme of the last analysis each one goes on from: that with which it shares most contributions, if at least half
 * of the smaller one's. Each old theme goes on once. Ties: the larger new theme, then the lesser id.
 *
 * @param themes contributions of each new theme, the largest theme first
 * @param before the theme each contribution was in
 */
export function alignThemes(
  themes: readonly (readonly string[])[],
  before: ReadonlyMap<string, string>
): (string | null)[] {
  const sizes = new Map<string, number>()
  for (const theme of before.values()) sizes.set(theme, (sizes.get(theme) ?? 0) + 1)
  const meetings = themes.flatMap((ids, n) => {
    const shared = new Map<string, number>()
    for (const id of ids) {
      const theme = before.get(id)
      if (theme !== undefined) shared.set(theme, (shared.get(theme) ?? 0) + 1)
    }
    return [...shared].map(([theme, count]) => ({
      n,
      theme,
      count,
      share: count / Math.min(ids.length, sizes.get(theme)!)
    }))
  })
  meetings.sort((a, b) => b.count - a.count || a.n - b.n || (a.theme < b.theme ? -1 : 1))
  const ids = new Array<string | null>(themes.length).fill(null)
  const gone = new Set<string>()
  for (const { n, theme, share } of meetings) {
    if (share < leastShared || ids[n] !== null || gone.has(theme)) continue
    ids[n] = theme
    gone.add(theme)
  }
  return ids
}
