import { describe, expect, test } from 'vitest'
import { methods } from '../../../methods/index.ts'
import { callFileSchema } from './call-file-schema.ts'
import { diffCallFiles } from './diff-call-files.ts'
import { CallFileError, readCallFile } from './read-call-file.ts'
import type { FileProblem } from './read-call-file.ts'
import { writeCallFile } from './write-call-file.ts'

const now = new Date('2026-04-01T08:00:00Z')
const read = (text: string) => readCallFile(text, { methods, now })

function problemsOf(text: string): readonly FileProblem[] {
  try {
    read(text)
  } catch (error) {
    if (error instanceof CallFileError) return error.problems
    throw error
  }
  return []
}
const placesOf = (text: string) =>
  problemsOf(text).map(({ line, column, path, code }) => [line, column, path, code])

const good = `# The square
slug: better-square
question: What should the square become?
summary: One question, three weeks.
promise: |
  The council discusses the ten best.

  It answers each of them.
decides: The council
answerOn: 2026-06-30
language: en
timeZone: Europe/Kyiv
steps:
  - slug: ideas
    title: Ideas
    method: ideas
    opensAt: 2026-05-01T09:00
    closesAt: 2026-05-22 18:00
    settings:
      themes:
        - { id: trees, label: Trees }
`

describe('a call file', () => {
  test('gives the fields of a call, its times as moments, what is left out as its default', () => {
    const { slug, fields } = read(good)
    expect(slug).toBe('better-square')
    expect(fields).toMatchObject({
      promise: 'The council discusses the ten best.\n\nIt answers each of them.',
      languages: ['en'],
      licence: 'CC-BY-4.0',
      visibility: 'public',
      area: null,
      steps: [
        {
          opensAt: '2026-05-01T06:00:00.000Z',
          closesAt: '2026-05-22T15:00:00.000Z',
          settings: { respond: 'support', budget: null }
        }
      ]
    })
  })

  test('can count its times from the reading: steps from now, closings from openings, the answer from the last close', () => {
    const text = good
      .replace('2026-05-01T09:00', 'P1D')
      .replace('2026-05-22 18:00', 'P3W')
      .replace('2026-06-30', 'P2W')
    const { fields } = read(text)
    expect(fields.steps[0]).toMatchObject({
      opensAt: '2026-04-02T08:00:00.000Z',
      closesAt: '2026-04-23T08:00:00.000Z'
    })
    expect(fields.answerOn).toBe('2026-05-07')
  })

  test('may be JSON', () => {
    expect(
      read(JSON.stringify({ slug: 'a', question: 'Why?', language: 'en', timeZone: 'UTC', steps: [] })).slug
    ).toBe('a')
  })

  test('written and read again is the same call', () => {
    const call = read(good)
    const text = writeCallFile(call, 'https://mozaika.example')
    expect(text).toContain('closesAt: 2026-05-22T18:00\n')
    expect(text).toContain('promise: |')
    expect(text).toContain('$schema=https://mozaika.example/api/v1/call-file.schema.json')
    expect(read(text)).toEqual(call)
  })
})

describe('a broken call file', () => {
  test('that is not YAML is refused at the place where it breaks', () => {
    expect(placesOf('slug: [a\nquestion: b')).toMatchObject([[2, expect.any(Number), '', 'not-yaml']])
    expect(placesOf('')).not.toEqual([])
    expect(placesOf('- a\n- b')).toMatchObject([[1, 1, '', 'wrong-type']])
  })

  test('names an unknown key at the key, and a wrong value at the value', () => {
    const text = good.replace('decides:', 'decider:').replace('title: Ideas', 'title: ""')
    expect(placesOf(text)).toEqual([
      [9, 1, 'decider', 'unknown-key'],
      [15, 12, 'steps.0.title', 'required']
    ])
    expect(placesOf(good.replace('themes:', 'topics:'))).toEqual([
      [20, 7, 'steps.0.settings.topics', 'unknown-key']
    ])
    expect(placesOf(good.replace('slug: better-square\n', ''))).toEqual([[2, 1, 'slug', 'required']])
    expect(placesOf(good.replace('title: Ideas', 'title:'))).toEqual([
      [15, 11, 'steps.0.title', 'wrong-type']
    ])
  })

  test('names every problem at once', () => {
    const text = good
      .replace('Europe/Kyiv', 'Kyiv')
      .replace('language: en', 'language: xx')
      .replace('2026-06-30', 'someday')
    expect(problemsOf(text).map(({ path }) => path)).toEqual(expect.arrayContaining(['language', 'timeZone']))
  })

  test('with times that do not exist, exist twice or are in the wrong order says what to write', () => {
    const spring = good.replace('2026-05-01T09:00', '2026-03-29T03:30')
    expect(problemsOf(spring)).toEqual([
      {
        line: 17,
        column: 14,
        path: 'steps.0.opensAt',
        code: 'no-such-time',
        limits: { next: '2026-03-29T04:30' }
      }
    ])
    const autumn = good.replace('2026-05-22 18:00', '2026-10-25T03:30')
    expect(problemsOf(autumn)).toMatchObject([
      { line: 18, code: 'two-such-times', limits: { first: '2026-10-25T03:30+03:00' } }
    ])
    expect(placesOf(good.replace('2026-05-22', '2026-04-22'))).toEqual([
      [18, 15, 'steps.0.closesAt', 'before-it-opens']
    ])
    expect(placesOf(good.replace('2026-06-30', 'in June'))).toEqual([[10, 11, 'answerOn', 'not-a-time']])
  })

  test('with a method nobody knows names those there are', () => {
    expect(problemsOf(good.replace('method: ideas', 'method: contest'))).toMatchObject([
      {
        line: 16,
        path: 'steps.0.method',
        code: 'unknown-method',
        limits: { choices: [...methods.keys()].join(', ') }
      }
    ])
  })

  test.each([
    ['a repeated key', good.replace('decides:', 'promise:'), 'repeated-key'],
    ['an anchor', good.replace('question: What', 'question: &q What'), 'anchor-refused'],
    [
      'an alias',
      good
        .replace('summary: One question, three weeks.', 'summary: *q')
        .replace('question: What', 'question: &q What'),
      'anchor-refused'
    ],
    ['a tag', good.replace('slug: better', 'slug: !!js/function better'), 'tag-refused']
  ])('with %s is refused', (_, text, code) =>
    expect(problemsOf(text).map(problem => problem.code)).toContain(code)
  )

  test('that would grow without end is refused at once', () => {
    const laughs = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'
        .split('')
        .map((name, n) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[n]}`).join(',')}]`)
    ]
    expect(problemsOf(laughs.join('\n')).every(({ code }) => code === 'anchor-refused')).toBe(true)
    expect(problemsOf('x'.repeat(1_000_001))).toMatchObject([{ code: 'too-long' }])
  })
})

describe('two call files', () => {
  test('that say the same in other words do not differ', () => {
    expect(diffCallFiles(read(good), read(good.replace('2026-05-01T09:00', '2026-05-01T06:00Z')))).toEqual([])
  })

  test('differ in what was changed, added and taken away, steps by their names', () => {
    const changed = good
      .replace('decides: The council', 'decides: The mayor')
      .replace('18:00', '19:00')
      .replace('slug: better-square', 'slug: square')
    const second = '  - slug: more\n    title: More\n    method: ideas\n'
    expect(diffCallFiles(read(good), read(changed))).toEqual([
      { path: 'slug', from: 'better-square', to: 'square' },
      { path: 'decides', from: 'The council', to: 'The mayor' },
      { path: 'steps.ideas.closesAt', from: '2026-05-22T15:00:00.000Z', to: '2026-05-22T16:00:00.000Z' }
    ])
    expect(
      diffCallFiles(read(good), read(good + second)).every(({ path }) => path.startsWith('steps.more.'))
    ).toBe(true)
    const swapped = good.replace('  - slug: ideas', `${second}  - slug: ideas`)
    expect(diffCallFiles(read(good + second), read(swapped))).toEqual([
      { path: 'steps', from: 'ideas, more', to: 'more, ideas' }
    ])
  })
})

test('the schema knows the settings of every method and accepts no key beyond', () => {
  const schema = callFileSchema(methods, 'https://mozaika.example') as any
  expect(schema.additionalProperties).toBe(false)
  expect(schema.required.sort()).toEqual(['language', 'question', 'slug', 'steps', 'timeZone'])
  const step = schema.properties.steps.items
  expect(step.properties.method.enum).toEqual([...methods.keys()])
  for (const [n, id] of [...methods.keys()].entries()) {
    expect(step.allOf[n].if.properties.method.const).toBe(id)
    expect(step.allOf[n].then.properties.settings.type).toBe('object')
  }
  expect(() => JSON.stringify(schema)).not.toThrow()
})
