import { Refusal } from '../core/door/refusal.ts'
import type { Problem } from '../core/door/refusal.ts'
import { RequestProblem } from './request-problem.ts'
import { prefix } from './route.ts'
import { problemSentence, refusalSentence } from './sentences.ts'

/** A refusal as it goes out: RFC 9457, with our code and all fields that are wrong. */
export interface ProblemDocument {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly problems: readonly (Problem & { readonly message: string })[]
  readonly requestId: string
}

/** How an error is told. Whatever is neither a refusal nor a problem of the request is our fault, and says no more. */
export function problemOf(error: unknown, requestId: string): ProblemDocument {
  if (error instanceof Refusal)
    return document(error.status, error.code, sentenceOf(error), error.problems, requestId)
  if (error instanceof RequestProblem)
    return document(error.status, error.code, error.message, error.problems, requestId)
  const detail = 'Something went wrong on our side, and has been noted under this request id.'
  return document(500, 'failed', detail, [], requestId)
}

/** Whether an error is a legitimate "no", which no log needs to tell. */
export const isAnswer = (error: unknown): boolean =>
  error instanceof Refusal || error instanceof RequestProblem

/** What an error's reply carries besides its document. */
export function headersOf(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof RequestProblem) return error.headers
  if (!(error instanceof Refusal)) return {}
  const { code, facts } = error
  if (code === 'too-many') return { 'retry-after': String(facts['seconds'] ?? 60) }
  if (code === 'busy') return { 'retry-after': '1' }
  if (code === 'not-signed-in' || code === 'sign-in-required') return { 'www-authenticate': 'Bearer' }
  return {}
}

const document = (
  status: number,
  code: string,
  detail: string,
  problems: readonly Problem[],
  requestId: string
): ProblemDocument => ({
  type: `${prefix}/problems#${code}`,
  title: titleOf(code),
  status,
  code,
  detail,
  problems: problems
    .slice(0, mostProblems)
    .map(problem => ({ ...problem, message: problemSentence(problem) })),
  requestId
})

/** More than a person can mend at once, and few enough for a reply of a few kilobytes. */
const mostProblems = 50

const titleOf = (code: string): string => code[0]!.toUpperCase() + code.slice(1).replaceAll('-', ' ')

/** The fields are named in the sentence too: it is what people read first. */
function sentenceOf({ code, facts, problems }: Refusal): string {
  if (code !== 'invalid' || problems.length === 0) return refusalSentence(code, facts)
  const named = problems.slice(0, 3).map(problemSentence).join(' ')
  return problems.length > 3 ? `${named} And ${problems.length - 3} more.` : named
}
