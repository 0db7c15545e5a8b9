import { describe, expect, test } from 'vitest'
import { inputSchema, jsonSchemaOf } from '../../src/api/input-schema.ts'
import { branchesOf } from '../../src/api/typed-text.ts'
import type { Schema } from '../../src/api/typed-text.ts'
import { acts } from '../../src/core/acts.ts'
import { views } from '../../src/core/views.ts'
import { methods } from '../../src/methods/index.ts'

/** Where any key may stand, because somebody else reads it: the method of a step, or only whoever wrote it. */
const readElsewhere = new Set([
  'call.change.fields.steps[].settings',
  'call.draft.fields.steps[].settings',
  'call.edit.fields.steps[].settings',
  'contribution.create.body',
  'contribution.edit.body',
  'contribution.import.items[].body',
  'contribution.split.parts[]',
  'draft.keep.body',
  'file.keep.file',
  'group.join.answers',
  'response.give.body',
  'response.import.items[].body'
])

const boundedFormats = new Set(['uuid', 'date', 'date-time'])
const plainTypes = new Set(['integer', 'number', 'boolean', 'null'])

/** What of a schema lets through what nobody asked for: unknown keys, texts and lists of any length, anything at all. */
function gapsOf(schema: Schema, path: string): string[] {
  if (readElsewhere.has(path) || schema.enum || 'const' in schema) return []
  const branches = branchesOf(schema)
  if (branches.length > 1) return branches.flatMap(branch => gapsOf(branch, path))
  const [type] = [schema.type ?? []].flat()
  if (type === 'object') {
    const open = schema.additionalProperties === false ? [] : [`${path} takes unknown keys`]
    const inner = Object.entries(schema.properties ?? {}).flatMap(([key, one]) =>
      gapsOf(one, `${path}.${key}`)
    )
    return [...open, ...inner]
  }
  if (type === 'array') {
    const open = 'maxItems' in schema ? [] : [`${path} takes lists of any length`]
    return [...open, ...(schema.items ? gapsOf(schema.items, `${path}[]`) : [])]
  }
  if (type === 'string') {
    const isBounded = 'maxLength' in schema || boundedFormats.has(String(schema['format']))
    return isBounded ? [] : [`${path} takes texts of any length`]
  }
  return plainTypes.has(type ?? '') ? [] : [`${path} takes anything`]
}

describe.each([...acts.values(), ...views.values()].map(one => [one.name, one] as const))(
  '%s',
  (name, one) => {
    test('takes nothing that it did not ask for, and nothing without an end', () => {
      expect(gapsOf(inputSchema(one), name)).toEqual([])
    })
  }
)

test('every place that is read elsewhere is still there', () => {
  const closed = [...acts.values()].flatMap(one => placesOf(inputSchema(one), one.name))
  expect([...readElsewhere].filter(path => !closed.includes(path))).toEqual([])
})

const placesOf = (schema: Schema, path: string): string[] => [
  path,
  ...branchesOf(schema).flatMap(branch => [
    ...Object.entries(branch.properties ?? {}).flatMap(([key, one]) => placesOf(one, `${path}.${key}`)),
    ...(branch.items ? placesOf(branch.items, `${path}[]`) : [])
  ])
]

describe.each([...methods.values()].map(method => [method.id, method] as const))(
  'method %s',
  (id, method) => {
    test('takes nothing that it did not ask for, and nothing without an end', () => {
      const settings = method.settings.parse({})
      const schemas = {
        settings: method.settings,
        contribution: method.contribution(settings),
        response: method.response(settings)
      }
      const gaps = Object.entries(schemas).flatMap(([part, schema]) =>
        gapsOf(jsonSchemaOf(schema), `${id} ${part}`)
      )
      expect(gaps).toEqual([])
    })
  }
)
