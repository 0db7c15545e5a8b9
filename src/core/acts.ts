import * as call from './call/acts.ts'
import * as contribution from './contribution/acts.ts'
import type { AnyAct } from './door/act.ts'
import * as response from './response/acts.ts'
import * as result from './result/acts.ts'

/** Everything that changes the world, by its name. */
export const acts: ReadonlyMap<string, AnyAct> = listed([call, contribution, response, result])

function listed(modules: readonly Record<string, unknown>[]): Map<string, AnyAct> {
  const found = modules.flatMap(module => Object.values(module)).filter(isAct)
  return new Map(found.map(act => [act.name, act]).sort(([a], [b]) => (a! < b! ? -1 : 1)) as [string, AnyAct][])
}

const isAct = (value: unknown): value is AnyAct =>
  typeof value === 'object' && value !== null && 'lines' in value && 'http' in value
