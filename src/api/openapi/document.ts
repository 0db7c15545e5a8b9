import type { AnyAct, AnyView, Methods } from '../../core/door/act.ts'
import { readRoute, hierarchyOf, prefix } from '../route.ts'
import { fixedParameters, fixedResponses, fixedSchemas, securitySchemes } from './components.ts'
import { nounOf, operationOf } from './operation.ts'
import { Schemas } from './schemas.ts'

export interface Described {
  readonly acts: ReadonlyMap<string, AnyAct>
  readonly views: ReadonlyMap<string, AnyView>
  readonly methods: Methods
  readonly config: { readonly origin: string }
}

/** The OpenAPI 3.1 document of all acts and views, as a value to be written as JSON. */
export function openApiDocument({ acts, views, methods, config }: Described) {
  const schemas = new Schemas(methods)
  const definitions = [...views.values(), ...acts.values()]
  const names = pathNames(definitions)
  const paths: Record<string, Record<string, unknown>> = {}
  for (const definition of definitions) {
    const { path, verb } = readRoute(definition.http)
    const key = names.get(hierarchyOf(path))!
    paths[key] ??= {}
    paths[key][verb.toLowerCase()] = operationOf(definition, key, schemas)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mozaika',
      version: '1',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' }
    },
    servers: [{ url: `${config.origin}${prefix}` }],
    security: [{}, { token: [] }, { session: [] }],
    tags: tagsOf(definitions),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: { ...fixedSchemas, ...schemas.all() },
      parameters: fixedParameters,
      responses: fixedResponses,
      securitySchemes
    }
  }
}

const description = [
  'Calls, contributions, responses and results, and a public record of them.',
  'Reading needs no account. Acts need a token or a session; some are open to guests, who are known again by a cookie.',
  'An act sent again with the same `Idempotency-Key` and the same input is answered as the first time, for a day.',
  'Lists go on where `next` says: send it as `after`. Refusals are problems after RFC 9457 with a `code`.'
].join('\n\n')

/**
 * The spelling of each path. OpenAPI forbids two paths that differ only in the names of their parameters, so those
 * share the spelling that comes first.
 */
function pathNames(definitions: readonly (AnyAct | AnyView)[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const { http } of definitions) {
    const { path } = readRoute(http)
    const known = names.get(hierarchyOf(path))
    if (known === undefined || path < known) names.set(hierarchyOf(path), path)
  }
  return names
}

const tagsOf = (definitions: readonly { readonly name: string }[]) =>
  [...new Set(definitions.map(definition => nounOf(definition.name)))].sort().map(name => ({ name }))
