import { isPassing } from '../../db/database.server.ts'
import type { Database } from '../../db/database.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { writeLines } from '../ledger/lines.server.ts'
import type { LineDraft } from '../ledger/line.ts'
import { isBatch } from './act.ts'
import type { Act, AnyAct, AnyView, BatchAct, Channel, Letter, Methods, ResultOf, Work } from './act.ts'
import { BatchQueue } from './batch.server.ts'
import { checkKey, checkScope, parse } from './checks.ts'
import { forgetNewcomers, identified, identifiedAll, refuseErased } from './identify.server.ts'
import { findReply, hashOfInput, keepReply, retryingKeys } from './idempotency.server.ts'
import { Limits } from './limits.ts'
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
      this.#limits.take('views', view.perMinute ?? 600, who)
      const { database, methods, origin } = this.#parts
      const subject = await view.load(database, parsed, who)
      if (!view.may(who, subject)) throw notAllowed(who)
      const within = <T>(ms: number, ask: (db: Db) => Promise<T>) => answerWithin(database, ms, ask)
      return (await view.run(
        { db: database, within, methods, origin, now: new Date() },
        subject,
        parsed,
        who
      )) as ResultOf<V>
    })
  }

  async #performOne(act: Act<any, any, any, any>, call: PendingCall): Promise<Outcome> {
    return retryingKeys(() =>
      this.#parts.database.transaction(async tx => {
        const letters: Letter[] = []
        const hash = call.key && act.replays !== false ? hashOfInput(act.name, call.input) : null
        const replayed = hash && (await findReply(tx, holderOf(call.who), call.key!, hash))
        if (replayed) return replayed
        const subject = await act.load(tx, call.input, call.who)
        if (!act.may(call.who, subject)) throw notAllowed(call.who)
        await refuseErased(tx, call.who)
        const who = act.identifies === false ? call.who : await identified(tx, call.who)
        const result = await act.run(this.#work(tx, call.channel, letters), subject, call.input, who)
        const lines = await writeLines(tx, act.name, act.lines(subject, call.input, result, who))
        const reply = act.reply ? act.reply(result) : result
        if (letters.length > 0) await this.#parts.keepLetters(tx, letters)
        const outcome = { result: reply, personId: who.personId, lines }
        if (hash) await keepReply(tx, holderOf(call.who), call.key!, hash, outcome)
        return outcome
      })
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
  async #performBatch(
    act: BatchAct<any, any, any, any>,
    calls: readonly PendingCall[]
  ): Promise<(Outcome | Refusal)[]> {
    return retryingKeys(() =>
      this.#parts.database.transaction(async tx => {
        const letters: Letter[] = []
        const answers: (Outcome | Refusal | undefined)[] = new Array(calls.length).fill(undefined)
        const twins = twinsOf(calls)
        const hashes = await this.#replay(tx, act, calls, answers, twins)
        await this.#judgeAndRun(tx, act, calls, answers, twins, letters)
        for (const [n, call] of calls.entries()) {
          const answer = answers[n]
          if (!hashes[n] || !answer || answer instanceof Refusal || 'replayed' in answer) continue
          await keepReply(tx, holderOf(call.who), call.key!, hashes[n], answer)
        }
        if (letters.length > 0) await this.#parts.keepLetters(tx, letters)
        for (const [n, twin] of twins) {
          answers[n] = hashes[n]!.equals(hashes[twin]!) ? answers[twin] : new Refusal('key-reused')
        }
        return answers as (Outcome | Refusal)[]
      })
    )
  }

  /** Fills in the answers that were given before to the same keys. */
  async #replay(
    tx: Tx,
    act: AnyAct,
    calls: readonly PendingCall[],
    answers: (Outcome | Refusal | undefined)[],
    twins: ReadonlyMap<number, number>
  ): Promise<(Buffer | null)[]> {
    const hashes = calls.map(call => (call.key ? hashOfInput(act.name, call.input) : null))
    for (const [n, call] of calls.entries()) {
      const hash = hashes[n]
      if (!hash || twins.has(n)) continue
      try {
        const reply = await findReply(tx, holderOf(call.who), call.key!, hash)
        if (reply) answers[n] = { ...reply, replayed: true } as Outcome
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        answers[n] = error
      }
    }
    return hashes
  }

  async #judgeAndRun(
    tx: Tx,
    act: BatchAct<any, any, any, any>,
    calls: readonly PendingCall[],
    answers: (Outcome | Refusal | undefined)[],
    twins: ReadonlyMap<number, number>,
    letters: Letter[]
  ): Promise<void> {
    const open = [...calls.keys()].filter(n => !answers[n] && !twins.has(n))
    if (open.length === 0) return
    const whos = await identifiedAll(
      tx,
      open.map(n => calls[n]!.who)
    )
    const subjects = await act.load(
      tx,
      open.map((n, k) => ({ ...calls[n]!, who: whos[k]! }))
    )
    const callers: { n: number; who: Who; input: unknown; channel: Channel; subject: unknown }[] = []
    for (const [k, n] of open.entries()) {
      const subject = subjects[k]
      if (subject instanceof Refusal) answers[n] = subject
      else if (!act.may(whos[k]!, subject)) answers[n] = notAllowed(calls[n]!.who)
      else callers.push({ n, who: whos[k]!, input: calls[n]!.input, channel: calls[n]!.channel, subject })
    }
    const results = callers.length > 0 ? await act.run(this.#work(tx, 'web', letters), callers) : []
    const drafts: LineDraft[] = []
    const ranges: [number, number][] = []
    for (const [k, caller] of callers.entries()) {
      const from = drafts.length
      if (!(results[k] instanceof Refusal))
        drafts.push(...act.lines(caller.subject, caller.input, results[k], caller.who))
      ranges.push([from, drafts.length])
    }
    const lines = await writeLines(tx, act.name, drafts)
    for (const [k, caller] of callers.entries()) {
      const result = results[k]
      answers[caller.n] =
        result instanceof Refusal
          ? result
          : {
              result: act.reply ? act.reply(result) : result,
              personId: caller.who.personId,
              lines: lines.slice(ranges[k]![0], ranges[k]![1])
            }
    }
    const refused = open.flatMap((n, k) =>
      answers[n] instanceof Refusal && calls[n]!.who.personId === null ? [whos[k]!.personId!] : []
    )
    await forgetNewcomers(tx, refused)
  }

  #work(tx: Tx, channel: Channel, letters: Letter[]): Work {
    return {
      tx,
      channel,
      methods: this.#parts.methods,
      origin: this.#parts.origin,
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

const notAllowed = (who: Who) => new Refusal(who.kind === 'guest' ? 'not-signed-in' : 'not-allowed')

/** Whose keys these are. A guest who is still unknown has only the key itself, which nobody else can guess. */
const holderOf = (who: Who): string => who.personId ?? (who.kind === 'token' ? who.tokenId : who.kind)

/** Calls of one batch that carry the same key as an earlier one: they get that one's answer. */
function twinsOf(calls: readonly PendingCall[]): Map<number, number> {
  const firsts = new Map<string, number>()
  const twins = new Map<number, number>()
  for (const [n, call] of calls.entries()) {
    if (!call.key) continue
    const holderKey = `${holderOf(call.who)} ${call.key}`
    const earlier = firsts.get(holderKey)
    if (earlier === undefined) firsts.set(holderKey, n)
    else twins.set(n, earlier)
  }
  return twins
}
