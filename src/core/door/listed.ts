import type { AnyAct, AnyView } from './act.ts'

const isDefinition = (value: unknown): value is AnyAct | AnyView =>
  typeof value === 'object' && value !== null && 'http' in value && 'load' in value

const isAct = (value: AnyAct | AnyView): value is AnyAct => 'lines' in value

/** The acts that these modules export, by name; two of one name are a mistake. */
export const listActs = (modules: readonly object[]): ReadonlyMap<string, AnyAct> =>
  byName(modules.flatMap(module => Object.values(module).filter(isDefinition).filter(isAct)))

/** The views that these modules export, by name. */
export const listViews = (modules: readonly object[]): ReadonlyMap<string, AnyView> =>
  byName(
    modules.flatMap(module =>
      Object.values(module)
        .filter(isDefinition)
        .filter(one => !isAct(one))
    ) as AnyView[]
  )

function byName<Definition extends AnyAct | AnyView>(found: readonly Definition[]): Map<string, Definition> {
  const list = new Map<string, Definition>()
  for (const one of [...found].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (list.has(one.name) && list.get(one.name) !== one) throw new Error(`${one.name} is defined twice`)
    list.set(one.name, one)
  }
  return list
}
