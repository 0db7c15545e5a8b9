/** The address of a page without the action that a form on it named: what to come back to. */
export function withoutAction(url: URL): string {
  const kept = [...url.searchParams].filter(([name]) => !name.startsWith('/'))
  return url.pathname + (kept.length > 0 ? `?${new URLSearchParams(kept)}` : '')
}

/** The parts of an address that are given, as its end: `?order=newest&q=bench`, or nothing. */
export function query(parts: Readonly<Record<string, string | null | undefined>>): string {
  const given = Object.entries(parts).filter((part): part is [string, string] => Boolean(part[1]))
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}
