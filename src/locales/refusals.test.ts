import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { refusals } from '../core/door/refusal.ts'
import type { RefusalCode } from '../core/door/refusal.ts'
import { languages } from './languages.ts'
import { knownProblems, problemText, refusalText } from './refusals.ts'

const codes = Object.keys(refusals) as RefusalCode[]

describe.each(languages)('in %s', lang => {
  it('every refusal has a sentence of its own', () => {
    const texts = codes.map(code => refusalText({ code }, lang))
    expect(new Set(texts).size).toBe(codes.length)
    for (const text of texts) expect(text).toMatch(/^[\p{Lu}¿¡].{8,}\.$/u)
  })

  it('every problem has a sentence that names its limit', () => {
    for (const code of knownProblems()) {
      const text = problemText({ code, limits: { least: 21, most: 42, choices: 'a, b' } }, lang)
      expect(text).toMatch(/\.$/)
      expect(text).not.toContain('undefined')
    }
    expect(problemText({ code: 'too-long', limits: { most: 1200 } }, lang)).toMatch(/1.?200/)
  })
})

it('numbers take the right form', () => {
  expect(refusalText({ code: 'too-many', facts: { seconds: 1 } }, 'uk')).toContain('1 секунду')
  expect(refusalText({ code: 'too-many', facts: { seconds: 3 } }, 'uk')).toContain('3 секунди')
  expect(refusalText({ code: 'too-many', facts: { seconds: 12 } }, 'ru')).toContain('12 секунд и')
  expect(problemText({ code: 'too-short', limits: { least: 5 } }, 'pl')).toContain('5 znaków')
})

it('what is not known still reads well', () => {
  expect(problemText({ code: 'never-heard-of' }, 'en')).toBe(problemText({ code: 'invalid' }, 'en'))
  expect(problemText({ code: 'not-jwt' }, 'en')).toBe(problemText({ code: 'not-well-formed' }, 'en'))
})

it('every problem named in the core and in the methods has words', () => {
  const known = knownProblems()
  const missing = problemsNamedIn('core')
    .concat(problemsNamedIn('methods'))
    .filter(code => !known.has(code))
  expect([...new Set(missing)], 'add them to refusals.ts and to src/locales/refusal').toEqual([])
})

/** Codes as they are written where problems are made: `invalid('title', 'taken')`, `{ path, code: 'taken' }`, `params: { code: … }`. */
function problemsNamedIn(folder: string): string[] {
  const root = new URL(`../${folder}/`, import.meta.url)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap(file => [...readFileSync(new URL(file, root), 'utf8').matchAll(problemCode)])
    .map(found => found[1]!)
}

const problemCode = /(?:invalid\([^,()]+, |\bpath\b[^\n]{0,60} code: |params: \{ code: )'([a-z-]+)'/g
