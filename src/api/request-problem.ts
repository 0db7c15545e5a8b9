import type { Problem } from '../core/door/refusal.ts'

/** What can be wrong with a request before the door is reached; the rest are the door's refusals. */
export const requestProblems = {
  'not-json': 415,
  'cross-site': 403,
  'wrong-verb': 405,
  'no-such-address': 404,
  malformed: 400,
  'too-large': 413,
  failed: 500
} as const satisfies Record<string, number>

export type RequestProblemCode = keyof typeof requestProblems

/** A request that cannot be read as a passage through the door. `message` is a sentence for the client's author. */
export class RequestProblem extends Error {
  readonly code: RequestProblemCode
  readonly problems: readonly Problem[]
  readonly headers: Readonly<Record<string, string>>
  constructor(
    code: RequestProblemCode,
    sentence: string,
    more: { problems?: readonly Problem[]; headers?: Readonly<Record<string, string>> } = {}
  ) {
    super(sentence)
    this.name = 'RequestProblem'
    this.code = code
    this.problems = more.problems ?? []
    this.headers = more.headers ?? {}
  }
  get status(): number {
    return requestProblems[this.code]
  }
}
