/** A JSON Schema (2020-12), as far as reading texts needs it. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly [other: string]: unknown
}

/**
 * What a text stands for where a schema wants a value: numbers, truth values and null where the schema takes them,
 * the text itself where it takes texts, JSON where it takes objects. A text that fits nothing stays a text, so that the
 * schema's own problem names it.
 */
export function typedText(schema: Schema, text: string): unknown {
  const types = typesOf(schema)
  if (types.has('null') && text === 'null') return null
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  if ((types.has('integer') || types.has('number')) && isNumber(text)) return Number(text)
  if (types.has('string')) return text
  if (types.has('object') || types.has('array') || types.size === 0) return jsonOr(text)
  return text
}

/** What several texts under one name stand for: a list where the schema takes lists, even of one. */
export function typedTexts(schema: Schema, texts: readonly string[]): unknown {
  const list = branchesOf(schema).find(branch => typesOf(branch).has('array'))
  if (list) return texts.map(text => typedText(list.items ?? {}, text))
  return texts.length === 1 ? typedText(schema, texts[0]!) : texts
}

/** The kinds of JSON value that a schema may take; empty when it says nothing. */
export function typesOf(schema: Schema): ReadonlySet<string> {
  const types = new Set<string>()
  for (const branch of branchesOf(schema)) {
    for (const type of [branch.type ?? []].flat()) types.add(type)
    for (const value of branch.enum ?? ('const' in branch ? [branch.const] : []))
      types.add(typeOfValue(value))
  }
  return types
}

/** The alternatives a schema is made of; itself when it has none. */
export function branchesOf(schema: Schema): readonly Schema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  return inner.length > 0 ? inner.flatMap(branchesOf) : [schema]
}

const typeOfValue = (value: unknown): string => (value === null ? 'null' : typeof value)

/** As JSON writes numbers: `Number` alone would also take blanks, hexadecimal and nothing at all. */
const isNumber = (text: string): boolean =>
  /^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?$/.test(text)

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
