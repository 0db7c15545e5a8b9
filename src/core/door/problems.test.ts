import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { slug } from '../text/schema.ts'
import { problemsOf } from './problems.ts'

const problems = (schema: z.ZodType, input: unknown, prefix?: string) => {
  const { error } = schema.safeParse(input, { reportInput: true })
  return error ? problemsOf(error, prefix) : []
}

describe('the place of a problem', () => {
  const schema = z.strictObject({ items: z.array(z.strictObject({ title: z.string() })) })

  it('is the way through objects and lists to the field', () => {
    expect(problems(schema, { items: [{ title: 'a' }, { title: 5 }] })).toEqual([
      { path: 'items.1.title', code: 'wrong-type', limits: { expected: 'string' } }
    ])
  })

  it('begins with the part of the request that was checked', () => {
    expect(problems(schema, { items: [{}] }, 'body')[0]!.path).toBe('body.items.0.title')
    expect(problems(schema, 'rubbish', 'body')[0]!.path).toBe('body')
  })

  it('is empty for the whole input', () => {
    expect(problems(schema, 'rubbish')).toEqual([
      { path: '', code: 'wrong-type', limits: { expected: 'object' } }
    ])
  })
})

it('names everything that is wrong at once', () => {
  const schema = z.strictObject({ name: z.string(), age: z.int() })
  expect(problems(schema, { age: 'old' }).map(({ path, code }) => `${path} ${code}`)).toEqual([
    'name required',
    'age wrong-type'
  ])
})

it('names each key that is not known, where it stands', () => {
  const schema = z.strictObject({ place: z.strictObject({}) })
  expect(problems(schema, { place: { lat: 1, lon: 2 } })).toEqual([
    { path: 'place.lat', code: 'unknown-key' },
    { path: 'place.lon', code: 'unknown-key' }
  ])
  expect(problems(schema, { place: {}, extra: 1 })).toEqual([{ path: 'extra', code: 'unknown-key' }])
})

describe('a text', () => {
  it('that is empty and must not be is required, not too short', () => {
    expect(problems(z.string().min(1), '')).toEqual([{ path: '', code: 'required' }])
  })

  it('out of bounds says the bound', () => {
    expect(problems(z.string().min(3), 'ab')).toEqual([{ path: '', code: 'too-short', limits: { least: 3 } }])
    expect(problems(z.string().max(3), 'abcd')).toEqual([{ path: '', code: 'too-long', limits: { most: 3 } }])
  })

  it('of another form than asked for says which form', () => {
    expect(problems(z.uuid(), 'x')).toEqual([{ path: '', code: 'not-uuid' }])
    expect(problems(z.email(), 'x')).toEqual([{ path: '', code: 'not-email' }])
    expect(problems(slug, 'No!')).toEqual([{ path: '', code: 'not-well-formed' }])
  })
})

it('tells lists from numbers when something is out of bounds', () => {
  expect(problems(z.array(z.int()).min(1), [])).toEqual([{ path: '', code: 'too-few', limits: { least: 1 } }])
  expect(problems(z.array(z.int()).max(1), [1, 2])).toEqual([
    { path: '', code: 'too-many', limits: { most: 1 } }
  ])
  expect(problems(z.int().min(1), 0)).toEqual([{ path: '', code: 'too-small', limits: { least: 1 } }])
  expect(problems(z.int().max(5), 6)).toEqual([{ path: '', code: 'too-big', limits: { most: 5 } }])
})

it('says what there is to choose from, or that a choice is missing', () => {
  const choice = z.enum(['after', 'before'])
  expect(problems(choice, 'never')).toEqual([
    { path: '', code: 'not-a-choice', limits: { choices: 'after, before' } }
  ])
  expect(problems(choice, undefined)[0]!.code).toBe('required')
})

it('carries the code of a rule of our own, and has one for a rule without', () => {
  const not = (params?: { code: unknown }) => z.string().refine(() => false, params ? { params } : {})
  expect(problems(not({ code: 'one-line' }), 'x')).toEqual([{ path: '', code: 'one-line' }])
  expect(problems(not({ code: 7 }), 'x')).toEqual([{ path: '', code: 'invalid' }])
  expect(problems(not(), 'x')).toEqual([{ path: '', code: 'invalid' }])
})

it('has a code for whatever else the schema library refuses', () => {
  expect(problems(z.union([z.int(), z.boolean()]), 'x')).toEqual([{ path: '', code: 'invalid' }])
})
