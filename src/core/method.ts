import type { z } from 'zod'

/** What the core must know of a step to run it, derived by the method from its settings. */
export interface StepRules {
  /** Who may hand in and who may respond: everybody, or people who proved an e-mail address. */
  readonly contribute: 'guests' | 'confirmed' | 'nobody'
  readonly respond: 'guests' | 'confirmed' | 'nobody'
  /** When running totals may be seen: at once, or once the step has closed. */
  readonly totals: 'always' | 'after-close'
  /** Whether contributions appear at once or after a person has looked. */
  readonly moderation: 'after' | 'before'
  readonly files: number
  readonly place: 'none' | 'optional' | 'required'
  readonly placePrecision: 'exact' | 'street' | 'district'
  readonly themes: readonly { readonly id: string; readonly label: string }[]
  /** How many responses of a kind one participant may hold in this step at a time. */
  readonly budget: number | null
  /** The kind of response this step asks for. */
  readonly responseKind: string
}

/** What a tally sees of a contribution and of a response: neither words nor who is behind them, so that an erasure changes no result. */
export interface Counted {
  readonly id: string
  readonly theme: string | null
}
export interface CountedResponse {
  readonly target: string
  readonly kind: string
  readonly body: unknown
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What every result says besides what is the method's own. */
export interface Result {
  readonly rule: string
  readonly contributions: number
  readonly responses: number
  readonly ranking: readonly {
    readonly rank: number
    readonly score: number
    readonly ids: readonly string[]
  }[]
  readonly [own: string]: unknown
}

/** A way of working with a crowd. Core receives methods as an argument and never names one. */
export interface Method<Settings = any, Body = any, Reply = any> {
  readonly id: string
  /** Whether its contributions are owed an answer before the call can be concluded. */
  readonly answerable: boolean
  /** Who sees single contributions. */
  readonly singles: 'everybody' | 'organisers' | 'nobody'
  readonly settings: z.ZodType<Settings>
  readonly defaults: Settings
  rules(settings: Settings): StepRules
  contribution(settings: Settings): z.ZodType<Body>
  response(settings: Settings): z.ZodType<Reply>
  /** What is shown of a body in lists and searched in: plain text. */
  title(body: Body): string
  text(body: Body): string
  theme(body: Body): string | null
  /** What one response adds to a running total. */
  weight(reply: Reply): number
  /**
   * How a bare statement from elsewhere becomes a contribution, and under which settings; an agreement becomes a response
   * without a body. A method that cannot take statements leaves it out.
   */
  readonly statements?: { readonly settings: object; body(text: string, key: string): Body }
  /** Pure: settings, contributions and responses to a result. `at` is the close, in milliseconds. */
  tally(
    settings: Settings,
    contributions: readonly Counted[],
    responses: readonly CountedResponse[],
    at: number
  ): Result
}
