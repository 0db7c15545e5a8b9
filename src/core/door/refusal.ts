/** Why something was not done, as a code. Texts are made where people read them, in their language. */
export const refusals = {
  invalid: 422,
  malformed: 400,
  'not-signed-in': 401,
  'not-allowed': 403,
  'not-found': 404,
  blocked: 403,
  'too-large': 413,
  'too-many': 429,
  busy: 503,
  gone: 410,
  'not-open-yet': 409,
  closed: 409,
  'already-responded': 409,
  'nothing-to-take-back': 409,
  'budget-spent': 409,
  'own-contribution': 409,
  'already-open': 409,
  'not-ready': 409,
  'already-concluded': 409,
  'still-open': 409,
  frozen: 409,
  merged: 409,
  restricted: 409,
  'not-in-audience': 403,
  'no-list': 409,
  'already-member': 409,
  'already-asked': 409,
  'has-responses': 409,
  'nothing-to-contest': 409,
  'already-appealed': 409,
  'own-decision': 409,
  'being-counted': 409,
  'nothing-to-answer': 409,
  'answers-missing': 409,
  'second-look-needed': 409,
  'already-replied': 409,
  'already-said': 409,
  'nothing-to-certify': 409,
  'no-language-model': 409,
  'nothing-to-translate': 409,
  'changed-meanwhile': 409,
  'key-reused': 409,
  'name-taken': 409,
  'last-owner': 409,
  expired: 410,
  'already-used': 409,
  'wrong-code': 409,
  'unsupported-file': 415,
  'sign-in-required': 401,
  'domain-not-proven': 409
} as const satisfies Record<string, number>

export type RefusalCode = keyof typeof refusals

/** One thing wrong with an input: where (`body.title`), what, and the numbers a sentence about it needs. */
export interface Problem {
  readonly path: string
  readonly code: string
  readonly limits?: Readonly<Record<string, string | number>>
}

const brand = Symbol.for('mozaika.refusal')

/**
 * A legitimate "no". Mapped once to a status and once to a text; never logged as an error.
 * Told by its brand, since the built pages carry a copy of this class of their own.
 */
export class Refusal extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value
  }
  readonly [brand] = true
  readonly code: RefusalCode
  readonly problems: readonly Problem[]
  readonly facts: Readonly<Record<string, string | number>>
  constructor(
    code: RefusalCode,
    more: { problems?: readonly Problem[]; facts?: Readonly<Record<string, string | number>> } = {}
  ) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.problems = more.problems ?? []
    this.facts = more.facts ?? {}
  }
  get status(): number {
    return refusals[this.code]
  }
}

/** A refusal about one field. */
export function invalid(path: string, code: string, limits?: Problem['limits']): Refusal {
  return new Refusal('invalid', { problems: [limits ? { path, code, limits } : { path, code }] })
}
