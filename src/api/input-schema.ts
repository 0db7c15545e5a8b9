import { z } from 'zod'
import { stepInput } from '../core/call/input.ts'
import type { AnyAct, AnyView } from '../core/door/act.ts'
import type { Schema } from './typed-text.ts'

/** Marks where a method's own schema belongs, for the documentation. */
export const partMark = 'x-mozaika-part'

const known = new WeakMap<AnyAct | AnyView, Schema>()

/** What goes into an act or a view, as JSON Schema 2020-12; made when first asked for. */
export function inputSchema(definition: AnyAct | AnyView): Schema {
  let schema = known.get(definition)
  if (!schema) {
    schema = jsonSchemaOf(definition.input)
    known.set(definition, schema)
  }
  return schema
}

/** A schema of ours as JSON Schema: what may be sent, before anything is tidied or filled in. */
export function jsonSchemaOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-2020-12',
    // What only code can say (a time zone, say) is said by the refusal.
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === stepInput)
        jsonSchema.properties!['settings'] = { type: 'object', [partMark]: 'settings' }
      // The format says it already, and generators stumble over patterns of 300 characters.
      if (jsonSchema.format && jsonSchema.pattern) delete jsonSchema.pattern
    }
  }) as Schema
}
