import type { Tx } from '../../db/sql.server.ts'
import { writeLines } from '../ledger/lines.server.ts'
import type { LineDraft } from '../ledger/line.ts'
import type { BatchAct, Caller, Work } from './act.ts'
import { holderOf, notAllowed } from './checks.ts'
import { identified, keepNewcomers } from './identify.server.ts'
import { hashOfInput, keepReplies, listReplies } from './idempotency.server.ts'
import type { Keyed } from './idempotency.server.ts'
import type { Outcome, PendingCall } from './perform.server.ts'
import { Refusal } from './refusal.ts'

type AnyBatchAct = BatchAct<any, any, any, any>
type Answer = Outcome | Refusal

/** A call in its place in the batch. */
interface Entry extends Omit<Caller<unknown, never>, 'subject'> {
  readonly n: number
  /** Comes for the first time: has an id in `who` that is kept if the act is done. */
  readonly isNewcomer: boolean
  readonly keyed: Keyed | null
}

type Judged = Entry & { readonly subject: unknown }

/**
 * Passes many callers through one transaction, each judged alone. It takes two round trips: the keys and all that `load`
 * looks for go along with the beginning, all that is kept goes along with the commit.
 */
export async function performTogether(
  work: Work,
  act: AnyBatchAct,
  calls: readonly PendingCall[]
): Promise<Answer[]> {
  const entries = calls.map((call, n) => entryOf(act, call, n))
  const twins = twinsOf(entries)
  const singles = entries.filter(({ n }) => !twins.has(n))
  const answers = new Array<Answer>(calls.length)
  const [subjects] = await Promise.all([act.load(work.tx, singles), replay(work.tx, singles, answers)])
  const judged = judge(act, singles, subjects, answers)
  const results = judged.length > 0 ? await act.run(work, judged) : []
  await record(work.tx, act, judged, results, answers)
  const done = judged.filter(({ n }) => !(answers[n] instanceof Refusal))
  keepNewcomers(
    work.tx,
    done.filter(entry => entry.isNewcomer).map(entry => entry.who.personId!)
  )
  keepReplies(
    work.tx,
    done.flatMap(({ n, keyed }) => (keyed ? [{ ...keyed, reply: answers[n] as Outcome }] : []))
  )
  for (const [n, twin] of twins) {
    const isSame = entries[n]!.keyed!.inputHash.equals(entries[twin]!.keyed!.inputHash)
    answers[n] = isSame ? answers[twin]! : new Refusal('key-reused')
  }
  return answers
}

function entryOf(act: AnyBatchAct, { who, input, channel, key }: PendingCall, n: number): Entry {
  const caller = identified(who)
  return {
    n,
    who: caller,
    isNewcomer: caller !== who,
    input,
    channel,
    keyed: key === undefined ? null : { holder: holderOf(who), key, inputHash: hashOfInput(act.name, input) }
  }
}

/** Calls of one batch that carry the same key as an earlier one: they get that one's answer. */
function twinsOf(entries: readonly Entry[]): Map<number, number> {
  const firsts = new Map<string, number>()
  const twins = new Map<number, number>()
  for (const { n, keyed } of entries) {
    if (!keyed) continue
    const holderKey = `${keyed.holder} ${keyed.key}`
    const earlier = firsts.get(holderKey)
    if (earlier === undefined) firsts.set(holderKey, n)
    else twins.set(n, earlier)
  }
  return twins
}

/** Fills in the answers that were given before to the same keys. */
async function replay(tx: Tx, entries: readonly Entry[], answers: Answer[]): Promise<void> {
  const keyed = entries.flatMap(({ n, keyed }) => (keyed ? [{ n, ...keyed }] : []))
  const replies = await listReplies(tx, keyed)
  for (const [k, reply] of replies.entries()) if (reply) answers[keyed[k]!.n] = reply
}

/** Those who may, of those who have no answer yet. */
function judge(
  act: AnyBatchAct,
  entries: readonly Entry[],
  subjects: readonly unknown[],
  answers: Answer[]
): Judged[] {
  return entries.flatMap((entry, k): Judged[] => {
    const subject = subjects[k]
    if (answers[entry.n]) return []
    if (subject instanceof Refusal) answers[entry.n] = subject
    else if (!act.may(entry.who, subject)) answers[entry.n] = notAllowed(entry.who)
    else return [{ ...entry, subject }]
    return []
  })
}

/** Writes the lines of all that was done, and says what became of each. */
async function record(
  tx: Tx,
  act: AnyBatchAct,
  judged: readonly Judged[],
  results: readonly unknown[],
  answers: Answer[]
): Promise<void> {
  const drafts: LineDraft[] = []
  const ranges = judged.map(({ subject, input, who }, k): [number, number] => {
    const from = drafts.length
    if (!(results[k] instanceof Refusal)) drafts.push(...act.lines(subject, input, results[k], who))
    return [from, drafts.length]
  })
  const lines = await writeLines(tx, act.name, drafts)
  for (const [k, { n, who }] of judged.entries()) {
    const result = results[k]
    answers[n] =
      result instanceof Refusal
        ? result
        : {
            result: act.reply ? act.reply(result) : result,
            personId: who.personId,
            lines: lines.slice(...ranges[k]!)
          }
  }
}
