import { z } from 'zod'
import type { Methods } from '../../door/act.ts'
import { callFileShape } from './call-file-shape.ts'

type Schema = Record<string, unknown>

/** The JSON Schema (2020-12) of a call file, for editors: with the settings of every method there is. */
export function callFileSchema(methods: Methods, origin: string): Schema {
  const schema = toSchema(callFileShape)
  const step = (schema['properties'] as { steps: { items: Schema } }).steps.items
  const properties = step['properties'] as Record<string, Schema>
  properties['method'] = { enum: [...methods.keys()] }
  step['allOf'] = [...methods].map(([id, method]) => ({
    if: { properties: { method: { const: id } } },
    then: { properties: { settings: toSchema(method.settings) } }
  }))
  return { ...schema, $id: `${origin}/api/v1/call-file.schema.json`, title: 'A call of Mozaika' }
}

/** As it is written, before defaults are filled in. */
const toSchema = (shape: z.ZodType): Schema => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' })
  return schema as Schema
}
