import { Refusal } from '../core/door/refusal.ts'
import type { Problem } from '../core/door/refusal.ts'
import { RequestProblem } from './request-problem.ts'
import { prefix } from './route.ts'
import { problemSentence, refusalSentence } from './sentences.ts'

/** A refusal on its way out: RFC 9457, with our code and all fields that are wrong. */
export interface ProblemReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** How an error is told. Whatever is neither a refusal nor a problem of the request is our fault, and says no more. */
export function replyOf(error: unknown, requestId: string): ProblemReply {
  if (error instanceof Refusal) {
    return reply(error.status, error.code, sentenceOf(error), error.problems, headersOf(error), requestId)
  }
  if (error instanceof RequestProblem) {
    return reply(error.status, error.code, error.message, error.problems, error.headers, requestId)
  }
  const detail = 'Something went wrong on our side, and has been noted under this request id.'
  return reply(500, 'failed', detail, [], {}, requestId)
}

/** Whether an error is a legitimate "no", which no log needs to tell. */
export const isAnswer = (error: unknown): boolean =>
  error instanceof Refusal || error instanceof RequestProblem

function reply(
  status: number,
  code: string,
  detail: string,
  problems: readonly Problem[],
  headers: Readonly<Record<string, string>>,
  requestId: string
): ProblemReply {
  const body = JSON.stringify({
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
  return { status, headers: { ...headers, 'content-type': 'application/problem+json' }, body }
}

/** More than a person can mend at once, and few enough for a reply of a few kilobytes. */
const mostProblems = 50

const titleOf = (code: string): string => code[0]!.toUpperCase() + code.slice(1).replaceAll('-', ' ')

/** The fields are named in the sentence too: it is what people read first. */
function sentenceOf({ code, facts, problems }: Refusal): string {
  if (code !== 'invalid' || problems.length === 0) return refusalSentence(code, facts)
  const named = problems.slice(0, 3).map(problemSentence).join(' ')
  return problems.length > 3 ? `${named} And ${problems.length - 3} more.` : named
}

function headersOf({ code, facts }: Refusal): Record<string, string> {
  if (code === 'too-many') return { 'retry-after': String(facts['seconds'] ?? 60) }
  if (code === 'busy') return { 'retry-after': '1' }
  if (code === 'not-signed-in' || code === 'sign-in-required') return { 'www-authenticate': 'Bearer' }
  return {}
}
