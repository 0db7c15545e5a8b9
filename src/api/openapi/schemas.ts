import type { AnyAct, AnyView, Methods } from '../../core/door/act.ts'
import type { Method } from '../../core/method.ts'
import { inputSchema, jsonSchemaOf, partMark } from '../input-schema.ts'
import type { Schema } from '../typed-text.ts'

type Part = 'contribution' | 'response' | 'settings'

/** Whose `body` is the step's method's own. */
const methodBodies: Readonly<Record<string, Part>> = {
  'contribution.create': 'contribution',
  'contribution.edit': 'contribution',
  'response.give': 'response'
}

/** Schemas that stand once under `#/components/schemas` and are pointed to. */
export class Schemas {
  readonly #methods: readonly Method[]
  readonly #all: Record<string, Schema> = {}

  constructor(methods: Methods) {
    this.#methods = [...methods.values()]
  }

  all(): Readonly<Record<string, Schema>> {
    return this.#all
  }

  /** The input of an act or view, with one schema per method where the method decides. */
  inputOf(definition: AnyAct | AnyView): Schema {
    const schema = this.#hoist(inputSchema(definition), definition.name)
    const part = methodBodies[definition.name]
    if (!part || !schema.properties?.['body']) return schema
    return { ...schema, properties: { ...schema.properties, body: this.#anyMethods(part) } }
  }

  /** `oneOf` the methods' own schemas, at the settings a method starts with. */
  #anyMethods(part: Part): Schema {
    const schemas = this.#methods.map(method => ({
      name: pascal(`${method.id}-${part}`),
      schema: schemaOf(method, part)
    }))
    const distinct = new Map(schemas.map(one => [JSON.stringify(one.schema), one]))
    return {
      description: `As the method of the step asks; shown for the settings a method starts with.`,
      oneOf: [...distinct.values()].map(({ name, schema }) => {
        this.#all[name] ??= this.#hoist(schema, name)
        return { $ref: `#/components/schemas/${name}` }
      })
    }
  }

  /** Takes a schema's own definitions out of it, and its steps' settings. */
  #hoist(schema: Schema, owner: string): Schema {
    const { $schema: _, $defs, ...rest } = schema
    const names = new Map<string, string>()
    for (const [key, definition] of Object.entries($defs ?? {})) {
      names.set(`#/$defs/${key}`, isJsonValue(definition, key) ? 'JsonValue' : pascal(`${owner}-${key}`))
    }
    for (const [key, definition] of Object.entries($defs ?? {})) {
      const name = names.get(`#/$defs/${key}`)!
      this.#all[name] ??= name === 'JsonValue' ? anyJson : (this.#renamed(definition, names) as Schema)
    }
    return this.#renamed(rest, names) as Schema
  }

  #renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
    if (Array.isArray(value)) return value.map(one => this.#renamed(one, names))
    if (typeof value !== 'object' || value === null) return value
    if (partMark in value) return this.#anyMethods(value[partMark] as Part)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === '$ref' && names.has(inner as string)
          ? `#/components/schemas/${names.get(inner as string)}`
          : this.#renamed(inner, names)
      ])
    )
  }
}

function schemaOf(method: Method, part: Part): Schema {
  const schema = part === 'settings' ? method.settings : method[part](method.defaults)
  return jsonSchemaOf(schema)
}

/** Said in words: generators of types stumble over a schema that is made of itself. */
const anyJson: Schema = { description: 'Any JSON value.' }

/** Whether a definition is the one that stands for any JSON: it names all six kinds, and itself inside. */
const isJsonValue = (definition: Schema, key: string): boolean =>
  definition.anyOf?.length === 6 && JSON.stringify(definition).includes(`"#/$defs/${key}"`)

/** `call.draft-schema0` → `CallDraftSchema0` */
const pascal = (words: string): string =>
  words
    .split(/[^a-zA-Z0-9]+/)
    .filter(Boolean)
    .map(word => word[0]!.toUpperCase() + word.slice(1))
    .join('')
