import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { acts } from '../../core/acts.ts'
import { views } from '../../core/views.ts'
import { methods } from '../../methods/index.ts'
import { openApiDocument } from './document.ts'

type Json = Record<string, any>

// Through JSON, as it is served: what is undefined is gone.
const document = JSON.parse(
  JSON.stringify(openApiDocument({ acts, views, methods, config: { origin: 'https://mozaika.example' } }))
) as Json

const operations: [string, Json, string][] = Object.entries(document['paths'] as Json).flatMap(
  ([path, item]) =>
    Object.entries(item as Json).map(([verb, operation]): [string, Json, string] => [
      path,
      operation as Json,
      verb
    ])
)

test('every act and view is one operation, named as it is named', () => {
  const names = operations.map(([, operation]) => operation['operationId'] as string)
  expect(names.sort()).toEqual([...acts.keys(), ...views.keys()].sort())
})

test('an independent validator of OpenAPI 3.1 accepts the document', async () => {
  expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true })
})

test('the document has only the members that OpenAPI 3.1 knows', () => {
  expectOnly(document, ['openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components'])
  expect(document['openapi']).toMatch(/^3\.1\.\d+$/)
  expectOnly(document['info'], ['title', 'version', 'description', 'license'])
  expectOnly(document['components'], ['schemas', 'parameters', 'responses', 'securitySchemes'])
  for (const [, operation] of operations) {
    expectOnly(operation, [
      'operationId',
      'summary',
      'description',
      'tags',
      'security',
      'parameters',
      'requestBody',
      'responses'
    ])
  }
  for (const name of Object.keys({
    ...document['components'].schemas,
    ...document['components'].responses
  })) {
    expect(name).toMatch(/^[a-zA-Z0-9._-]+$/)
  }
})

test('no two paths differ only in the names of their parameters', () => {
  const hierarchies = Object.keys(document['paths'] as Json).map(path => path.replace(/\{[^}]+\}/g, '{}'))
  expect(new Set(hierarchies).size).toBe(hierarchies.length)
})

test('every parameter of a path is declared, required, and only once', () => {
  for (const [path, { parameters }] of operations) {
    const resolved = (parameters as Json[]).map(resolve)
    const declared = resolved.filter(one => one['in'] === 'path')
    expect(declared.map(one => one['name'] as string).sort()).toEqual(
      [...path.matchAll(/\{([^}]+)\}/g)].map(match => match[1]!).sort()
    )
    expect(declared.every(one => one['required'] === true)).toBe(true)
    expect(new Set(resolved.map(one => `${one['in']} ${one['name']}`)).size).toBe(resolved.length)
    for (const one of resolved) {
      expectOnly(one, ['name', 'in', 'required', 'description', 'schema'])
      expect(one['schema']).toBeTypeOf('object')
    }
  }
})

test('every operation answers something, and its tags and security schemes are declared', () => {
  const tags = (document['tags'] as Json[]).map(tag => tag['name'] as string)
  const schemes = Object.keys(document['components'].securitySchemes as Json)
  for (const [, operation, verb] of operations) {
    expect(tags).toEqual(expect.arrayContaining(operation['tags'] as string[]))
    for (const need of (operation['security'] ?? []) as Json[])
      expect(schemes).toEqual(expect.arrayContaining(Object.keys(need)))
    expect(Object.keys(operation['responses'] as Json).every(status => /^[1-5]\d\d$/.test(status))).toBe(true)
    for (const response of Object.values(operation['responses'] as Json))
      expect(resolve(response as Json)['description']).toBeTypeOf('string')
    if (verb === 'get' || verb === 'delete') expect(operation).not.toHaveProperty('requestBody')
  }
})

test('every reference leads somewhere', () => {
  for (const reference of find(document, '$ref')) expect(resolve({ $ref: reference })).toBeTypeOf('object')
})

test('every schema is JSON Schema of 2020-12 that stands on its own', () => {
  for (const schema of schemas()) {
    const unknown = Object.keys(schema).filter(key => !keywords.has(key))
    expect(unknown).toEqual([])
    for (const type of [schema['type'] ?? []].flat() as string[]) expect(types).toContain(type)
    if (schema['pattern']) expect(() => new RegExp(schema['pattern'] as string, 'u')).not.toThrow()
    for (const list of ['anyOf', 'oneOf', 'allOf', 'enum'])
      if (list in schema) expect(schema[list]).not.toEqual([])
    const properties = Object.keys((schema['properties'] ?? {}) as Json)
    if (schema['properties'])
      expect(properties).toEqual(expect.arrayContaining((schema['required'] ?? []) as string[]))
  }
})

test('what a method decides has one schema per method', () => {
  const schemaOf = (name: string) =>
    operations.find(([, one]) => one['operationId'] === name)![1]['requestBody'].content['application/json']
      .schema as Json
  for (const name of ['contribution.create', 'contribution.edit', 'response.give']) {
    const { oneOf } = schemaOf(name)['properties'].body as { oneOf: Json[] }
    expect(oneOf.length).toBeGreaterThan(0)
    expect(oneOf.length).toBeLessThanOrEqual(methods.size)
  }
  expect(schemaOf('contribution.create')['properties']).not.toHaveProperty('callId')
})

const types = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object']

const keywords = new Set([
  '$ref',
  'type',
  'enum',
  'const',
  'default',
  'description',
  'title',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'uniqueItems',
  'properties',
  'required',
  'additionalProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'anyOf',
  'oneOf',
  'allOf',
  'not'
])

function expectOnly(value: Json, members: readonly string[]): void {
  expect(members).toEqual(expect.arrayContaining(Object.keys(value)))
}

function resolve(value: Json): Json {
  if (typeof value['$ref'] !== 'string') return value
  const path = value['$ref'].split('/')
  expect(path.shift()).toBe('#')
  return path.reduce((at, key) => at[key] as Json, document)
}

function find(value: unknown, key: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && typeof inner === 'string' ? [inner] : find(inner, key)
  )
}

/** Every schema of the document, those inside schemas too. */
function schemas(): Json[] {
  const roots = [
    ...Object.values(document['components'].schemas as Json),
    ...operations.flatMap(([, operation]) => [
      ...(operation['parameters'] as Json[]).map(one => resolve(one)['schema'] as Json),
      ...Object.values((operation['requestBody']?.content ?? {}) as Json).flatMap(
        media => (media as Json)['schema'] ?? []
      )
    ])
  ] as Json[]
  return roots.flatMap(inside)
}

function inside(schema: Json): Json[] {
  const inner = [
    ...Object.values((schema['properties'] ?? {}) as Json),
    ...['anyOf', 'oneOf', 'allOf', 'prefixItems'].flatMap(key => (schema[key] ?? []) as Json[]),
    ...['items', 'additionalProperties', 'propertyNames', 'not'].flatMap(key =>
      typeof schema[key] === 'object' ? [schema[key] as Json] : []
    )
  ] as Json[]
  return [schema, ...inner.flatMap(inside)]
}
