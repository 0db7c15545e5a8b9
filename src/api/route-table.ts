import { RegExpRouter } from 'hono/router/reg-exp-router'
import type { AnyAct, AnyView } from '../core/door/act.ts'
import { isBroken } from './broken-text.ts'
import { RequestProblem } from './request-problem.ts'
import { hierarchyOf, prefix, readRoute } from './route.ts'
import type { Route } from './route.ts'

/** What answers an address: an act, a view, or a document about the API itself. */
export type Target =
  | { readonly kind: 'act'; readonly definition: AnyAct; readonly route: Route }
  | { readonly kind: 'view'; readonly definition: AnyView; readonly route: Route }
  | { readonly kind: 'document'; readonly make: () => string }

export interface Match {
  readonly target: Target
  readonly params: Readonly<Record<string, string>>
}

/** All addresses of the API, as one regular expression per verb. */
export class RouteTable {
  readonly #router = new RegExpRouter<Target>()
  readonly #verbs = new Set<string>(['GET'])
  readonly #places = new Map<string, string>()

  constructor(
    acts: ReadonlyMap<string, AnyAct>,
    views: ReadonlyMap<string, AnyView>,
    documents: Readonly<Record<string, () => string>>
  ) {
    for (const definition of acts.values())
      this.#add({ kind: 'act', definition, route: readRoute(definition.http) })
    for (const definition of views.values())
      this.#add({ kind: 'view', definition, route: readRoute(definition.http) })
    for (const [path, make] of Object.entries(documents)) {
      this.#router.add('GET', prefix + path, { kind: 'document', make })
    }
  }

  /** @throws RequestProblem for an address that nothing answers, or not with this verb. */
  match(verb: string, path: string): Match {
    const found = this.#find(verb, path)
    if (found) return found
    const others = [...this.#verbs].sort().filter(other => this.#find(other, path))
    if (others.length === 0) {
      throw new RequestProblem(
        'no-such-address',
        `Nothing answers at ${path.slice(0, 200)}. All addresses: ${prefix}/openapi.json`
      )
    }
    const allow = others.join(', ')
    throw new RequestProblem('wrong-verb', `This address answers ${allow}, not ${verb}.`, {
      headers: { allow }
    })
  }

  #add(target: Exclude<Target, { kind: 'document' }>): void {
    const place = `${target.route.verb} ${hierarchyOf(target.route.path)}`
    const other = this.#places.get(place)
    if (other) throw new Error(`${other} and ${target.definition.name} both answer ${place}`)
    this.#places.set(place, target.definition.name)
    this.#verbs.add(target.route.verb)
    this.#router.add(target.route.verb, prefix + target.route.pattern, target)
  }

  #find(verb: string, path: string): Match | undefined {
    if (!this.#verbs.has(verb)) return undefined
    const [matches, values] = this.#router.match(verb, path)
    const match = matches[0]
    if (!match) return undefined
    const [target, places] = match
    const params: Record<string, string> = {}
    for (const [name, place] of Object.entries(places)) {
      params[name] = decode(typeof place === 'number' ? values![place]! : place)
    }
    return { target, params }
  }
}

function decode(text: string): string {
  if (!text.includes('%')) return text
  try {
    const decoded = decodeURIComponent(text)
    if (!isBroken(decoded)) return decoded
  } catch {
    // Falls through: an escape that is none, or no UTF-8 behind it.
  }
  throw new RequestProblem('malformed', `The path has a wrong percent escape in "${text.slice(0, 60)}".`)
}
