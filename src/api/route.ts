/** Where a definition is reached: its verb, its path and the names of its path's parameters. */
export interface Route {
  readonly verb: string
  /** As OpenAPI writes it: `/calls/{callId}/opening`. */
  readonly path: string
  /** As the router writes it: `/calls/:callId/opening`. */
  readonly pattern: string
  readonly params: readonly string[]
}

/** Everything lies under this prefix; it changes when an old client would break. */
export const prefix = '/api/v1'

/** Reads `POST /calls/{callId}/opening`. Throws when a definition's `http` has another form. */
export function readRoute(http: string): Route {
  const [, verb, path] =
    /^(GET|POST|PUT|PATCH|DELETE) ((?:\/(?:[a-z0-9-]+|\{[a-zA-Z]+\}))+)$/.exec(http) ?? []
  if (!verb || !path)
    throw new Error(`"${http}" is not a verb and a path, such as "POST /calls/{callId}/opening"`)
  const params = [...path.matchAll(/\{([a-zA-Z]+)\}/g)].map(match => match[1]!)
  return { verb, path, pattern: path.replace(/\{([a-zA-Z]+)\}/g, ':$1'), params }
}

/** Two paths that differ only in the names of their parameters are one: `/calls/{}/opening`. */
export const hierarchyOf = (path: string): string => path.replace(/\{[a-zA-Z]+\}/g, '{}')
