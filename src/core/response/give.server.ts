import type { Tx } from '../../db/sql.server.ts'
import { hiddenUntil } from '../call/rules.ts'
import { methodOf } from '../contribution/open-step.server.ts'
import type { Caller, Methods, Work } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { problemsOf } from '../door/problems.ts'
import { Refusal } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import { canonicalJson } from '../ledger/canonical.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { Method, StepRules } from '../method.ts'
import { keepJoined } from '../participant/store.server.ts'
import { responderOf } from './responding.server.ts'
import type { Responding } from './responding.server.ts'
import { changeResponse, insertResponses, keepResponses, listHeld, lockResponders } from './store.server.ts'
import type { ResponseRow } from './store.server.ts'

/** A response that was kept, with what the record has to say of it. */
export interface Given {
  readonly row: ResponseRow
  /** False where it says something else than before. */
  readonly isNew: boolean
  readonly weightChange: number
  readonly hiddenUntil: Date | null
}

interface Wish {
  readonly n: number
  readonly rules: StepRules
  /** There is no row of it, not even of one that was taken back. */
  readonly isFirst: boolean
  readonly before: JsonObject | null
  readonly given: Given
}

type Responder = Caller<{ target: string; body?: unknown }, Responding>

/** Judges every caller alone, then keeps all that stood, in one statement. */
export async function giveAll(work: Work, callers: readonly Responder[]): Promise<(Given | Refusal)[]> {
  const answers: (Given | Refusal)[] = new Array<Given | Refusal>(callers.length)
  const wishes: Wish[] = []
  const seen = new Set<string>()
  for (const [n, caller] of callers.entries()) {
    const wish = wishOf(work, caller, n)
    if (wish instanceof Refusal) answers[n] = wish
    else if (seen.size === seen.add(placeOf(wish)).size) answers[n] = new Refusal('already-responded')
    else wishes.push(wish)
  }
  // Sent before budgets are looked at: whoever joins is locked there too.
  keepJoined(work.tx, joinersOf(callers, wishes))
  const affordable = await spend(work, wishes, answers)
  keepResponses(
    work.tx,
    affordable.filter(wish => wish.isFirst).map(wish => wish.given.row)
  )
  for (const { n, given } of affordable) answers[n] = given
  await giveAgain(work.tx, affordable, answers)
  return answers
}

/** Those of the callers who take part from now on, each once. */
function joinersOf(callers: readonly Responder[], wishes: readonly Wish[]) {
  const joiners = wishes.flatMap(({ n }) => {
    const { subject, channel } = callers[n]!
    return subject.isJoining ? [{ ...subject.participant, channel }] : []
  })
  return [...new Map(joiners.map(one => [one.participantId, one])).values()]
}

/** Responses over a row that is there: another answer than before, or one that was taken back is given again. */
async function giveAgain(tx: Tx, wishes: readonly Wish[], answers: (Given | Refusal)[]): Promise<void> {
  const again = wishes.filter(wish => wish.given.isNew && !wish.isFirst)
  if (again.length > 0) {
    const rows = again.map(wish => wish.given.row)
    const kept = await insertResponses(tx, rows)
    for (const { n, given } of again)
      if (!kept.has(given.row.responseId)) answers[n] = new Refusal('already-responded')
  }
  for (const { n, given, before } of wishes.filter(wish => !wish.given.isNew)) {
    if (!(await changeResponse(tx, given.row, before!))) answers[n] = new Refusal('changed-meanwhile')
  }
}

const placeOf = ({ given: { row } }: Wish) =>
  `${row.callId} ${row.stepId} ${row.target} ${row.responder} ${row.kind}`

/** What a caller wants to be kept, or why it cannot be. */
function wishOf(work: Work, { subject, input, who, channel }: Responder, n: number): Wish | Refusal {
  const { call, step, participant, standing } = subject
  const found = methodAndRules(work.methods, subject)
  if (found instanceof Refusal) return found
  const { method, rules } = found
  if (rules.respond === 'nobody') return new Refusal('not-allowed')
  if (rules.respond === 'confirmed' && !isSignedIn(who)) return new Refusal('sign-in-required')
  const parsed = method.response(step.settings).safeParse(input.body ?? {}, { reportInput: true })
  if (!parsed.success) return new Refusal('invalid', { problems: problemsOf(parsed.error, 'body') })
  if (standing.targetState === 'merged') return new Refusal('merged')
  if (standing.targetState === 'restricted') return new Refusal('restricted')
  if (standing.targetState !== 'published' || standing.targetStep !== step.stepId)
    return new Refusal('not-found')
  if (standing.isAuthor) return new Refusal('own-contribution')
  const body = parsed.data as JsonObject
  const present =
    standing.present?.kind === rules.responseKind && standing.present.state === 'counted'
      ? standing.present
      : null
  if (present && canonicalJson(present.body) === canonicalJson(body)) return new Refusal('already-responded')
  return {
    n,
    rules,
    isFirst: standing.present === null,
    before: present?.body ?? null,
    given: {
      isNew: !present,
      weightChange: method.weight(body) - (present ? method.weight(present.body) : 0),
      hiddenUntil: hiddenUntil(rules, step),
      row: {
        callId: call.callId,
        stepId: step.stepId,
        target: input.target,
        kind: rules.responseKind,
        responder: present?.responder ?? responderOf(participant),
        // A changed mind is the same response in the record; one given again after a take-back is a new one.
        responseId: present?.responseId ?? newId(),
        body,
        channel,
        at: work.tx.now
      }
    }
  }
}

function methodAndRules(
  methods: Methods,
  { step }: Responding
): { method: Method; rules: StepRules } | Refusal {
  try {
    return methodOf(methods, step)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Takes from the budgets of those who have one; two requests of one person wait for each other here. */
async function spend(work: Work, wishes: readonly Wish[], answers: (Given | Refusal)[]): Promise<Wish[]> {
  const budgeted = wishes
    .filter(wish => wish.rules.budget !== null && wish.given.isNew)
    .map(wish => wish.given.row)
  if (budgeted.length === 0) return [...wishes]
  await lockResponders(work.tx, budgeted)
  const held = await listHeld(work.tx, budgeted)
  return wishes.filter(({ n, rules, given: { row, isNew } }) => {
    if (rules.budget === null || !isNew) return true
    const purse = `${row.callId} ${row.stepId} ${row.responder}`
    const spent = held.get(purse) ?? 0
    held.set(purse, spent + 1)
    if (spent < rules.budget) return true
    answers[n] = new Refusal('budget-spent', { facts: { budget: rules.budget } })
    return false
  })
}
