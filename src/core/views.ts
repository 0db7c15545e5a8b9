import * as call from './call/views.ts'
import * as contribution from './contribution/views.ts'
import type { AnyView } from './door/act.ts'
import * as ledger from './ledger/views.ts'
import * as result from './result/views.ts'

/** Everything that can be read, by its name. */
export const views: ReadonlyMap<string, AnyView> = listed([call, contribution, ledger, result])

function listed(modules: readonly Record<string, unknown>[]): Map<string, AnyView> {
  const found = modules.flatMap(module => Object.values(module)).filter(isView)
  return new Map(found.map(view => [view.name, view]).sort(([a], [b]) => (a! < b! ? -1 : 1)) as [string, AnyView][])
}

const isView = (value: unknown): value is AnyView =>
  typeof value === 'object' && value !== null && 'http' in value && !('lines' in value) && 'load' in value
