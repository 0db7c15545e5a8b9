import type { z } from 'zod'
import type { Problem } from './refusal.ts'

/** The library's issues as ours: a path, a code of our own vocabulary, and the limits a sentence needs. */
export function problemsOf(error: z.ZodError, prefix = ''): Problem[] {
  return error.issues.flatMap(issue => problemsOfIssue(issue, prefix))
}

function problemsOfIssue(issue: z.core.$ZodIssue, prefix: string): Problem[] {
  const path = [prefix, ...issue.path.map(String)].filter(Boolean).join('.')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => ({ path: path ? `${path}.${key}` : key, code: 'unknown-key' }))
    case 'invalid_type':
      return [
        {
          path,
          code: issue.input === undefined ? 'required' : 'wrong-type',
          limits: { expected: issue.expected }
        }
      ]
    case 'too_small':
      return [
        issue.origin === 'string' && Number(issue.minimum) === 1
          ? { path, code: 'required' }
          : { path, code: smallCode(issue.origin), limits: { least: Number(issue.minimum) } }
      ]
    case 'too_big':
      return [{ path, code: bigCode(issue.origin), limits: { most: Number(issue.maximum) } }]
    case 'invalid_format':
      return [{ path, code: `not-${issue.format === 'regex' ? 'well-formed' : issue.format}` }]
    case 'invalid_value':
      return [
        {
          path,
          code: issue.input === undefined ? 'required' : 'not-a-choice',
          limits: { choices: issue.values.map(String).join(', ') }
        }
      ]
    case 'custom':
      return [{ path, code: typeof issue.params?.['code'] === 'string' ? issue.params['code'] : 'invalid' }]
    default:
      return [{ path, code: 'invalid' }]
  }
}

const smallCode = (origin: string) =>
  origin === 'string' ? 'too-short' : origin === 'array' ? 'too-few' : 'too-small'
const bigCode = (origin: string) =>
  origin === 'string' ? 'too-long' : origin === 'array' ? 'too-many' : 'too-big'
