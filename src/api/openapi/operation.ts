import type { AnyAct, AnyView } from '../../core/door/act.ts'
import { acceptedTypes } from '../../core/file/rules.ts'
import { readRoute } from '../route.ts'
import type { Schema } from '../typed-text.ts'
import { statusesOf } from './components.ts'
import { uploadName, uploadQuery } from '../upload.ts'
import type { Schemas } from './schemas.ts'

/** One act or view as an OpenAPI operation under `path`, whose parameters may be spelt otherwise than its own. */
export function operationOf(definition: AnyAct | AnyView, path: string, schemas: Schemas) {
  const { verb, params } = readRoute(definition.http)
  const input = schemas.inputOf(definition)
  const rest = without(input, params)
  const isUpload = definition.name === uploadName
  const isBodyless = verb === 'GET' || verb === 'DELETE'
  const isAct = verb !== 'GET'
  const pathParams = readRoute(`${verb} ${path}`).params.map((name, n) =>
    pathParameter(name, params[n]!, input)
  )
  return {
    operationId: definition.name,
    summary: definition.title,
    tags: [nounOf(definition.name)],
    ...(definition.scope === null
      ? { security: [{}, { session: [] }] }
      : { description: `Scope of tokens: ${definition.scope}.` }),
    parameters: [
      ...pathParams,
      ...(isBodyless ? queryParameters(rest) : []),
      ...(isUpload ? uploadParameters(rest) : []),
      ...(isAct ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [])
    ],
    ...(isUpload
      ? { requestBody: fileBody }
      : isBodyless || isEmpty(rest)
        ? {}
        : { requestBody: bodyOf(rest) }),
    responses: { 200: isAct ? done : shown, ...statusesOf(verb) }
  }
}

/** What an act or a view is about: the first word of its name. */
export const nounOf = (name: string): string => name.slice(0, name.indexOf('.'))

const pathParameter = (name: string, key: string, input: Schema) => ({
  name,
  in: 'path',
  required: true,
  schema: input.properties?.[key] ?? { type: 'string' }
})

function queryParameters(rest: Schema) {
  return Object.entries(rest.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    ...(rest.required?.includes(name) ? { required: true } : {}),
    schema
  }))
}

const uploadParameters = ({ properties }: Schema) =>
  uploadQuery.map(name => ({
    name,
    in: 'query',
    ...(name === 'stepId' ? { required: true } : {}),
    schema: properties?.[name] ?? { type: 'string', maxLength: 300 }
  }))

/** The bytes as they are; OpenAPI 3.1 says so by saying nothing of their schema. */
const fileBody = {
  required: true,
  content: Object.fromEntries(acceptedTypes.split(',').map(type => [type, {}]))
}

const bodyOf = (schema: Schema) => ({
  required: (schema.required?.length ?? 0) > 0 || schema.properties === undefined,
  content: { 'application/json': { schema } }
})

/** An input without what the path says already; each alternative, where it has several. */
function without(schema: Schema, keys: readonly string[]): Schema {
  const { properties, required, anyOf, oneOf, allOf, ...others } = schema
  return {
    ...others,
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key))) }
      : {}),
    ...(required?.some(key => !keys.includes(key))
      ? { required: required.filter(key => !keys.includes(key)) }
      : {}),
    ...(anyOf ? { anyOf: anyOf.map(one => without(one, keys)) } : {}),
    ...(oneOf ? { oneOf: oneOf.map(one => without(one, keys)) } : {}),
    ...(allOf ? { allOf: allOf.map(one => without(one, keys)) } : {})
  }
}

const isEmpty = ({ properties, anyOf, oneOf, allOf }: Schema): boolean =>
  !anyOf && !oneOf && !allOf && Object.keys(properties ?? {}).length === 0

const done = {
  description: 'Done.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Done' } } }
}

const shown = {
  description: 'What there is.',
  content: { 'application/json': { schema: { type: 'object' } } }
}
