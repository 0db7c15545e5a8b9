import type { Database } from '../../db/database.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import type { Methods } from '../door/act.ts'
import { messagesFor, readDraft, withoutAddresses } from './draft.ts'
import type { Answered, Ask, AskProblem, Message } from './draft.ts'
import {
  claimDraft,
  keepDraft,
  lockAsked,
  lockTexts,
  noteDropped,
  noteProblem,
  noteSent
} from './draft-store.server.ts'
import type { Claimed } from './draft-store.server.ts'
import { lockThemes } from './store.server.ts'

export interface Means {
  readonly database: Database
  readonly methods: Methods
  readonly ask: Ask
  /** What the model is called. */
  readonly model: string
  /** Calls off what is under way. */
  readonly stop: AbortSignal
}

const mostTexts = 80
const mostLettersEach = 800
const mostLetters = 48_000
const mostTries = 3
/** After the first try, and after the second. */
const againAfterMs = [20_000, 120_000] as const
/** What may be otherwise the next time; anything else is for a person to look at. */
const passing = new Set<AskProblem>(['timed-out', 'not-reached', 'busy', 'not-understood'])

interface Prepared {
  readonly claimed: Claimed
  readonly messages: readonly Message[]
  /** Ids by number, from 1. */
  readonly ids: readonly string[]
}

/** Asks for the one draft that waits longest. Gives false where none waits. No transaction is open while it is asked for. */
export async function draftOne({ database, methods, ask, model, stop }: Means): Promise<boolean> {
  const found = await database.transaction(tx => prepare(tx, methods))
  if (found === 'none') return false
  if (found === 'settled') return true
  const answered = await ask(found.messages, stop)
  await database.transaction(tx => settle(tx, found, answered, model))
  return true
}

async function prepare(tx: Tx, methods: Methods): Promise<Prepared | 'none' | 'settled'> {
  const claimed = await claimDraft(tx)
  if (!claimed) return 'none'
  const { callId, themeId, kind, language } = claimed
  const end = async (work: Promise<void>) => work.then(() => 'settled' as const)
  const fail = (problem: 'timed-out' | 'nothing-to-read') =>
    end(noteProblem(tx, claimed, problem, { againInMs: null, isTry: true }))
  // Each of its tries was broken off by a crash.
  if (claimed.tries > mostTries) return fail('timed-out')
  const call = (await listFrames(tx, [callId])).get(callId)
  const theme = call && (await findTheme(tx, callId, themeId))
  if (!theme || theme.state === 'dropped') return end(noteDropped(tx, callId, claimed.draftId))
  const rows = within(
    (await lockTexts(tx, callId, themeId, mostTexts)).map(row => ({
      id: row.id,
      text: wordsOf(methods, call, row)
    }))
  )
  const summary = kind === 'translation' ? theme.summary : ''
  if (rows.length === 0 || (kind === 'translation' && summary === '')) return fail('nothing-to-read')
  const ids = rows.map(row => row.id)
  await noteSent(tx, claimed, ids, summary)
  const texts = rows.map(row => row.text)
  return { claimed, ids, messages: messagesFor({ kind, language, name: theme.name, summary, texts }) }
}

const findTheme = async (tx: Tx, callId: string, themeId: string) =>
  (await lockThemes(tx, callId, [themeId])).get(themeId)

/** Words alone: no name, no place, no id, no address that somebody wrote in. */
function wordsOf(
  methods: Methods,
  call: Frame,
  row: { stepId: string; title: string; body: unknown }
): string {
  const step = call.steps.find(one => one.stepId === row.stepId)
  const words = (step && methods.get(step.method)?.text(row.body)) ?? ''
  const all = words.startsWith(row.title) ? words : `${row.title}\n${words}`
  return withoutAddresses(all).trim().slice(0, mostLettersEach)
}

/** As many as fit in one request. */
function within<T extends { readonly text: string }>(rows: readonly T[]): T[] {
  let letters = 0
  return rows.filter(({ text }) => text !== '' && (letters += text.length) <= mostLetters)
}

async function settle(tx: Tx, { claimed, ids }: Prepared, answered: Answered, model: string): Promise<void> {
  const sent = await lockAsked(tx, claimed)
  if (!sent) return
  const citable = new Set(sent)
  const draft = answered.ok ? readDraft(answered.text, claimed.kind, ids.length) : undefined
  if (!draft) {
    const problem = answered.ok ? 'not-understood' : answered.problem
    return noteProblem(tx, claimed, problem, nextOf(problem, claimed.tries))
  }
  // Sentences that cite what was erased while the answer was on its way are not kept.
  const sentences = draft.sentences
    .map(({ text, cites }) => ({ text, cites: cites.map(number => ids[number - 1]!) }))
    .filter(({ cites }) => cites.every(id => citable.has(id)))
  const thrownAway = draft.thrownAway + draft.sentences.length - sentences.length
  if (sentences.length === 0)
    return noteProblem(tx, claimed, 'nothing-cited', { againInMs: null, isTry: true })
  await keepDraft(tx, claimed, { sentences, thrownAway, model })
}

function nextOf(problem: AskProblem, tries: number): { againInMs: number | null; isTry: boolean } {
  if (problem === 'stopped') return { againInMs: 0, isTry: false }
  const againInMs = tries < mostTries && passing.has(problem) ? againAfterMs[tries - 1]! : null
  return { againInMs, isTry: true }
}
