/**
 * What the log says of an address. Where something answered, its path. What was typed and led nowhere may be a name, an
 * address or a secret put in the wrong place: of that only `unmatched` is said, and of what was refused only the parts that
 * look like addresses of ours.
 */
export function loggedPath(path: string, status: number): string {
  if (leadsNowhere.has(status)) return 'unmatched'
  if (status < 400) return path
  return path
    .split('/')
    .map(part => (/^[a-z0-9._-]{0,100}$/.test(part) ? part : '*'))
    .join('/')
}

/** Nothing there, no address at all, not by this verb, and sent on to the same path under a language. */
const leadsNowhere: ReadonlySet<number> = new Set([307, 400, 404, 405])
