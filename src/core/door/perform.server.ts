import { isPassing } from '../../db/database.server.ts'
import type { Database } from '../../db/database.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { writeLines } from '../ledger/lines.server.ts'
import { isBatch } from './act.ts'
import type {
  Act,
  AnyAct,
  AnyView,
  BatchAct,
  Channel,
  Letter,
  Methods,
  NamedModel,
  ResultOf,
  Work
} from './act.ts'
import { BatchQueue } from './batch.server.ts'
import { checkKey, checkScope, holderOf, notAllowed, parse } from './checks.ts'
import { identified, keepNewcomers, refuseErased } from './identify.server.ts'
import { findReply, hashOfInput, keepReplies, retryingRaces } from './idempotency.server.ts'
import { Limits } from './limits.ts'
import { performTogether } from './perform-together.server.ts'
import { Refusal } from './refusal.ts'
import type { Who } from './who.ts'
import { answerWithin } from './within.server.ts'

/** How a call came to the door. */
export interface How {
  readonly channel?: Channel
  /** Same key and same input: the first answer again. 16 to 200 characters. */
  readonly idempotencyKey?: string | undefined
}

/** What became of an act. */
export interface Outcome<Result = unknown> {
  readonly result: Result
  /** Who did it: for a guest without a cookie, the identity made just now. */
  readonly personId: string | null
  /** The ledger lines written, newest last: what a receipt is made from. */
  readonly lines: readonly { readonly log: string; readonly id: string }[]
}

/** What the door reports of each passage, for metrics. */
export interface Passage {
  readonly name: string
  readonly kind: 'act' | 'view'
  /** `done`, a refusal's code, or `failed`. */
  readonly end: string
  readonly seconds: number
}

export interface DoorParts {
  readonly database: Database
  readonly methods: Methods
  readonly origin: string
  readonly languageModel?: NamedModel | null
  readonly limits?: Limits
  observe?(passage: Passage): void
  tally: Work['tally']
  /** Keeps the letters of an act in its transaction: they go out exactly if it commits. */
  keepLetters(tx: Tx, letters: readonly Letter[]): Promise<void>
}

/** The one door through which anything changes or is read. */
export class Door {
  readonly #parts: DoorParts
  readonly #limits: Limits
  readonly #queues = new Map<string, BatchQueue>()

  constructor(parts: DoorParts) {
    this.#parts = parts
    this.#limits = parts.limits ?? new Limits()
  }

  get methods(): Methods {
    return this.#parts.methods
  }

  /** Does an act: parse, limit, then in one transaction load, judge, run and record; the answer comes after the commit. */
  async perform<A extends AnyAct>(
    act: A,
    who: Who,
    input: unknown,
    how: How = {}
  ): Promise<Outcome<ResultOf<A>>> {
    return this.#observed('act', act.name, async () => {
      const parsed = parse(act, input)
      checkKey(how.idempotencyKey)
      checkScope(act, who)
      this.#limits.take(act.name, act.perMinute ?? 60, who)
      const call = { who, input: parsed, channel: how.channel ?? 'web', key: how.idempotencyKey }
      const outcome = isBatch(act) ? await this.#queueOf(act).add(call) : await this.#performOne(act, call)
      return outcome as Outcome<ResultOf<A>>
    })
  }

  /** Reads: parse, limit, load, judge, run. */
  async look<V extends AnyView>(view: V, who: Who, input: unknown): Promise<ResultOf<V>> {
    return this.#observed('view', view.name, async () => {
      const parsed = parse(view, input)
      checkScope(view, who)
      // A view with a limit of its own is counted apart: a bucket holds no more than the least that is asked of it.
      this.#limits.take(view.perMinute === undefined ? 'views' : view.name, view.perMinute ?? 600, who)
      const { database, methods, origin, languageModel = null } = this.#parts
      const subject = await view.load(database, parsed, who)
      if (!view.may(who, subject)) throw notAllowed(who)
      const within = <T>(ms: number, ask: (db: Db) => Promise<T>) => answerWithin(database, ms, ask)
      return (await view.run(
        { db: database, within, methods, origin, languageModel, now: new Date() },
        subject,
        parsed,
        who
      )) as ResultOf<V>
    })
  }

  async #performOne(act: Act<any, any, any, any, any>, call: PendingCall): Promise<Outcome> {
    const { database, keepLetters } = this.#parts
    const keyed =
      call.key && act.replays !== false
        ? { holder: holderOf(call.who), key: call.key, inputHash: hashOfInput(act.name, call.input) }
        : null
    const found = await act.askElsewhere?.(database, call.input, call.who)
    const passage = async (tx: Tx): Promise<Outcome> => {
      const letters: Letter[] = []
      const replayed = keyed && (await findReply(tx, keyed))
      if (replayed) return replayed
      const subject = await act.load(tx, call.input, call.who)
      if (!act.may(call.who, subject)) throw notAllowed(call.who)
      await refuseErased(tx, call.who)
      const who = act.identifies === false ? call.who : identified(call.who)
      if (who.personId !== null && who.personId !== call.who.personId) keepNewcomers(tx, [who.personId])
      const result = await act.run(this.#work(tx, call.channel, letters), subject, call.input, who, found)
      const lines = await writeLines(tx, act.name, act.lines(subject, call.input, result, who))
      const reply = act.reply ? act.reply(result) : result
      if (letters.length > 0) await keepLetters(tx, letters)
      const outcome = { result: reply, personId: who.personId, lines }
      if (keyed) keepReplies(tx, [{ ...keyed, reply: outcome }])
      return outcome
    }
    return retryingRaces([], () =>
      // Looking for the key goes along with the beginning; without one the act's own first look might need the time.
      keyed ? database.transactionAtOnce(passage, { isRepeatable: true }) : database.transaction(passage)
    )
  }

  #queueOf(act: BatchAct<any, any, any, any>): BatchQueue {
    let queue = this.#queues.get(act.name)
    if (!queue) {
      queue = new BatchQueue(act.most, calls => this.#performBatch(act, calls))
      this.#queues.set(act.name, queue)
    }
    return queue
  }

  /** One commit for many callers; each gets a refusal or an outcome of its own. */
  #performBatch(
    act: BatchAct<any, any, any, any>,
    calls: readonly PendingCall[]
  ): Promise<(Outcome | Refusal)[]> {
    const { database, keepLetters } = this.#parts
    const passage = async (tx: Tx) => {
      const letters: Letter[] = []
      const answers = await performTogether(this.#work(tx, 'web', letters), act, calls)
      if (letters.length > 0) await keepLetters(tx, letters)
      return answers
    }
    return retryingRaces(act.races ?? [], () => database.transactionAtOnce(passage, { isRepeatable: true }))
  }

  #work(tx: Tx, channel: Channel, letters: Letter[]): Work {
    return {
      tx,
      channel,
      methods: this.#parts.methods,
      origin: this.#parts.origin,
      languageModel: this.#parts.languageModel ?? null,
      tally: this.#parts.tally,
      mail: letter => void letters.push(letter)
    }
  }

  async #observed<T>(kind: 'act' | 'view', name: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now()
    let end = 'failed'
    try {
      const result = await work()
      end = 'done'
      return result
    } catch (error) {
      if (error instanceof Refusal) end = error.code
      else if (isPassing(error)) {
        end = 'busy'
        throw new Refusal('busy')
      }
      throw error
    } finally {
      this.#parts.observe?.({ kind, name, end, seconds: (performance.now() - start) / 1000 })
    }
  }
}

/** A call that passed parsing and limits and waits for its transaction. */
export interface PendingCall {
  readonly who: Who
  readonly input: any
  readonly channel: Channel
  readonly key: string | undefined
}
