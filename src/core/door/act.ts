import type { z } from 'zod'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { LineDraft } from '../ledger/line.ts'
import type { Counted, CountedResponse, Method, Result } from '../method.ts'
import type { Refusal } from './refusal.ts'
import type { Who } from './who.ts'

/** How something came in: every contribution, response and comment keeps it. */
export const channels = ['web', 'api', 'import', 'email', 'desk', 'system'] as const
export type Channel = (typeof channels)[number]

export type Methods = ReadonlyMap<string, Method>

/** What is the same for every act while it runs. */
export interface Work {
  readonly tx: Tx
  readonly methods: Methods
  readonly channel: Channel
  /** The address people reach us by, without a slash at its end. */
  readonly origin: string
  /** The language model that the operator has set for drafts; null: there is none. */
  readonly languageModel: NamedModel | null
  /** Counts in a worker thread: a tally never stands in the way of a request. */
  tally(
    method: string,
    settings: unknown,
    contributions: readonly Counted[],
    responses: readonly CountedResponse[],
    at: number
  ): Promise<Result>
  /** Mail to be sent once this transaction has committed. */
  mail(letter: Letter): void
}

/** What may be said of a language model: what it is called, and the host that texts go to. */
export interface NamedModel {
  readonly name: string
  readonly host: string
}

/** A letter as data; its words are chosen by template and language when it is sent. */
export interface Letter {
  readonly to: string
  readonly language: string
  readonly template: string
  readonly facts: JsonObject
  /** Where one click stops such letters (RFC 8058); not of letters that are owed. */
  readonly unsubscribe?: string
}

type Verb = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface Described<Input extends z.ZodType> {
  /** `noun.verb`: ledger event, webhook topic, CLI verb and operation id. */
  readonly name: string
  /** One English sentence for the API's documentation. */
  readonly title: string
  readonly input: Input
  /** What a token must be allowed to; `null`: no token may do this. */
  readonly scope: 'read' | 'contribute' | 'moderate' | 'organise' | null
}

/** A change, one person at a time. */
export interface Act<
  Input extends z.ZodType = z.ZodType,
  Subject = unknown,
  Done = unknown,
  Reply = Done,
  Found = undefined
> extends Described<Input> {
  readonly http: `${Verb} /${string}`
  /** How many of these one person may do in a minute (an address may do ten times as many); 60 unless told. */
  readonly perMinute?: number
  /** `false`: a guest without a cookie is not given an identity by this act. */
  readonly identifies?: false
  /** `false`: its reply holds a secret and is never kept, so a repeated key does it again. */
  readonly replays?: false
  /**
   * Asks elsewhere (a name server) before the transaction begins, so that nobody waits with a row or a connection taken.
   * Nothing is decided here: who may not, or what is not there, is refused by `load` and `may`, and what was found comes
   * to `run`. Only for whoever may, since asking is a deed too.
   */
  askElsewhere?(db: Db, input: z.output<Input>, who: Who): Promise<Found>
  load(tx: Tx, input: z.output<Input>, who: Who): Promise<Subject>
  may(who: Who, subject: NoInfer<Subject>): boolean
  run(
    work: Work,
    subject: NoInfer<Subject>,
    input: z.output<Input>,
    who: Who,
    found: NoInfer<Found>
  ): Promise<Done>
  /** The ledger lines it leaves: what is said of it, and to whom it belongs. Empty where nothing public happened. */
  lines(
    subject: NoInfer<Subject>,
    input: z.output<Input>,
    result: NoInfer<Done>,
    who: Who
  ): readonly LineDraft[]
  /** What of the result the caller is told; all of it unless given. */
  reply?(result: NoInfer<Done>): Reply
}

/** One caller of a batch, with all that was found out about the caller. */
export interface Caller<Input, Subject> {
  readonly who: Who
  readonly input: Input
  readonly channel: Channel
  readonly subject: Subject
}

/**
 * A change that thousands make at the same moment: concurrent calls share one commit. Each caller is loaded, judged and
 * refused alone; `load` and `run` answer in the order they were asked. A constraint makes sure that nothing can be done
 * twice: where nobody knows whether a commit went through, it is done again.
 */
export interface BatchAct<
  Input extends z.ZodType = z.ZodType,
  Subject = unknown,
  Done = unknown,
  Reply = Done
> extends Described<Input> {
  readonly http: `${Verb} /${string}`
  readonly perMinute?: number
  readonly most: number
  /** Unique constraints at which two callers of one moment may meet; the later one is done again, and finds the earlier. */
  readonly races?: readonly string[]
  /** Only looks: it is asked before it is known whether a call was answered before. */
  load(
    tx: Tx,
    calls: readonly { input: z.output<Input>; who: Who; channel: Channel }[]
  ): Promise<readonly (Subject | Refusal)[]>
  may(who: Who, subject: NoInfer<Subject>): boolean
  run(
    work: Work,
    callers: readonly Caller<z.output<Input>, NoInfer<Subject>>[]
  ): Promise<readonly (Done | Refusal)[]>
  lines(
    subject: NoInfer<Subject>,
    input: z.output<Input>,
    result: NoInfer<Done>,
    who: Who
  ): readonly LineDraft[]
  reply?(result: NoInfer<Done>): Reply
}

/** A reading. `shared` says that everybody allowed to see it sees the same, so that it may be cached. */
export interface View<
  Input extends z.ZodType = z.ZodType,
  Subject = unknown,
  Shown = unknown
> extends Described<Input> {
  readonly http: `GET /${string}`
  readonly perMinute?: number
  load(db: Db, input: z.output<Input>, who: Who): Promise<Subject>
  may(who: Who, subject: NoInfer<Subject>): boolean
  run(look: Look, subject: NoInfer<Subject>, input: z.output<Input>, who: Who): Promise<Shown>
}

export interface Look {
  readonly db: Db
  /** Asks for at most so long; null when the database could not answer by then. */
  within<T>(ms: number, ask: (db: Db) => Promise<T>): Promise<T | null>
  readonly methods: Methods
  readonly origin: string
  readonly languageModel: NamedModel | null
  readonly now: Date
}

export type AnyAct = Act<any, any, any, any, any> | BatchAct<any, any, any, any>
export type AnyView = View<any, any, any>

export type InputOf<Door> = Door extends { input: infer Schema extends z.ZodType } ? z.input<Schema> : never
export type ResultOf<Door> =
  Door extends Act<any, any, any, infer Reply, any>
    ? Reply
    : Door extends BatchAct<any, any, any, infer Reply>
      ? Reply
      : Door extends View<any, any, infer Result>
        ? Result
        : never

export const defineAct = <Input extends z.ZodType, Subject, Result, Reply = Result, Found = undefined>(
  act: Act<Input, Subject, Result, Reply, Found>
) => act
export const defineBatchAct = <Input extends z.ZodType, Subject, Result, Reply = Result>(
  act: BatchAct<Input, Subject, Result, Reply>
) => act
export const defineView = <Input extends z.ZodType, Subject, Result>(view: View<Input, Subject, Result>) =>
  view

export const isBatch = (act: AnyAct): act is BatchAct<any, any, any, any> => 'most' in act
