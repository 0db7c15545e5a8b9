import { z } from 'zod'
import type { JsonObject } from '../ledger/canonical.ts'
import type { LineDraft } from '../ledger/line.ts'
import { lineOfText, slug } from '../text/schema.ts'

/** What an answer can say; each organisation may have its own names over these. `open` is what holds without one. */
export const answerStatuses = ['under-study', 'accepted', 'partly-accepted', 'declined', 'done'] as const
export type AnswerStatus = (typeof answerStatuses)[number]

/** A status as an organisation calls it. */
export const ownStatus = z.strictObject({
  id: slug.max(40),
  name: lineOfText(40),
  class: z.enum(answerStatuses)
})
export type OwnStatus = z.output<typeof ownStatus>

/** The statuses of a call in its own words; none: the classes go by their usual names. */
export const ownStatuses = z
  .array(ownStatus)
  .max(20)
  .refine(list => new Set(list.map(one => one.id)).size === list.length, { params: { code: 'taken' } })

export const answerStates = ['draft', 'for-review', 'published', 'replaced', 'dropped'] as const
export type AnswerState = (typeof answerStates)[number]

/** How an author finds an answer. */
export const ratings = ['answers', 'partly', 'does-not'] as const
export type Rating = (typeof ratings)[number]

export interface Answer {
  readonly callId: string
  readonly answerId: string
  readonly scope: 'contributions' | 'theme' | 'call'
  readonly themeId: string | null
  readonly state: AnswerState
  readonly status: AnswerStatus
  readonly ownStatus: string | null
  readonly body: string
  readonly revision: number
  readonly draftedBy: string | null
  readonly changedAt: Date
  readonly publishedAt: Date | null
}

/** Whether an answer settles what it is for, or only says that somebody is at it. */
export const settles = (status: AnswerStatus): boolean => status !== 'under-study'

export const isUnderWay = (state: AnswerState): boolean => state === 'draft' || state === 'for-review'

/** What concerns one contribution alone in an answer for many. */
export interface Concerning {
  readonly contributionId: string
  readonly text: string
}

/** What came to hold with an answer. */
export interface Published {
  readonly answerId: string
  readonly scope: Answer['scope']
  readonly status: AnswerStatus
  readonly ownStatus: string | null
  readonly body: string
  readonly targets: readonly string[]
  readonly concerning: readonly Concerning[]
  /** Chosen, and gone before it was published: taken back, hidden, erased or merged elsewhere. */
  readonly leftOut: number
}

/** A line that named more contributions would be too long to show. */
const mostInALine = 500

/**
 * The lines of an answer: which contributions it is for and what it says of them; and, about each contribution of which it
 * says something of its own, that text: it goes when the contribution's author asks.
 */
export function answerLines(callId: string, made: Published): LineDraft[] {
  const { answerId, scope, status, ownStatus, body, targets, concerning } = made
  const subject = { kind: 'answer', id: answerId }
  const facts = { scope, status, own: ownStatus, count: targets.length }
  const parts = Array.from({ length: Math.max(1, Math.ceil(targets.length / mostInALine)) }, (_, n) =>
    targets.slice(n * mostInALine, (n + 1) * mostInALine)
  )
  return [
    ...parts.map((contributions, n) =>
      note(callId, subject, { ...facts, contributions }, n === 0 ? { body } : {})
    ),
    ...concerning.map(({ contributionId, text }) =>
      note(
        callId,
        { kind: 'contribution', id: contributionId },
        { answer: answerId, status },
        { concerning: text }
      )
    )
  ]
}

const note = (
  callId: string,
  subject: LineDraft['subject'],
  counted: JsonObject,
  personal: JsonObject
): LineDraft => ({ log: callId, event: 'answer.publish', effect: 'note', subject, counted, personal })
