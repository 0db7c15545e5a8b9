import { branchesOf, typesOf } from '../api/typed-text.ts'
import type { Schema } from '../api/typed-text.ts'

/** A place in an input that a flag names: `--fields.answer-on` is `['fields', 'answerOn']`. */
export interface FlagPlace {
  readonly path: readonly string[]
  readonly schema: Schema
}

/** The place of a flag in a schema; nothing where the schema has no such place. */
export function findPlace(schema: Schema, flag: string): FlagPlace | undefined {
  const path: string[] = []
  let at = schema
  for (const segment of flag.split('.')) {
    const step = stepInto(at, segment)
    if (!step) return undefined
    path.push(step.key)
    at = step.schema
  }
  return { path, schema: at }
}

/** The flags of a schema's fields: objects by their fields, everything else as it is. */
export function listFlags(
  schema: Schema,
  prefix = '',
  depth = 0
): { flag: string; schema: Schema; required: boolean }[] {
  return Object.entries(propertiesOf(schema)).flatMap(([key, inner]) => {
    const flag = prefix + kebab(key)
    const required = schema.required?.includes(key) ?? false
    const isGroup = depth < 2 && branchesOf(inner).length === 1 && inner.properties !== undefined
    return isGroup ? listFlags(inner, `${flag}.`, depth + 1) : [{ flag, schema: inner, required }]
  })
}

function stepInto(schema: Schema, segment: string): { key: string; schema: Schema } | undefined {
  if (segment === '' || segment === '__proto__') return undefined
  const properties = propertiesOf(schema)
  const key = [segment, camel(segment)].find(name => Object.hasOwn(properties, name))
  if (key) return { key, schema: properties[key]! }
  for (const branch of branchesOf(schema)) {
    if (/^\d{1,3}$/.test(segment) && typesOf(branch).has('array'))
      return { key: segment, schema: branch.items ?? {} }
    const others = branch.additionalProperties
    if (typeof others === 'object') return { key: camel(segment), schema: others }
    // Anything goes where nothing is said, as in the settings of a method.
    if (branch.type === undefined || (branch.type === 'object' && !branch.properties && others !== false)) {
      return { key: camel(segment), schema: {} }
    }
  }
  return undefined
}

const propertiesOf = (schema: Schema): Readonly<Record<string, Schema>> =>
  Object.assign({}, ...branchesOf(schema).map(branch => branch.properties ?? {}))

const camel = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
const kebab = (name: string): string => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
