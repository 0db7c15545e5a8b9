import { z } from 'zod'
import type { LineDraft } from '../ledger/line.ts'
import type { NewsEvent } from '../notification/events.ts'
import { lineOfText } from '../text/schema.ts'

export const milestoneStates = ['planned', 'started', 'done', 'dropped'] as const
export type MilestoneState = (typeof milestoneStates)[number]

/** Where a milestone can go from where it is. What is done or dropped stays so: what comes after is another milestone. */
export const waysFrom: Readonly<Record<MilestoneState, readonly MilestoneState[]>> = {
  planned: ['started', 'done', 'dropped'],
  started: ['done', 'dropped'],
  done: [],
  dropped: []
}

/** What shows that something was done, besides words. */
export const evidence = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('link'),
    url: z.url({ protocol: /^https$/ }).max(2_000),
    label: lineOfText(200, 0).default('')
  }),
  z.strictObject({
    kind: z.literal('place'),
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
    label: lineOfText(200, 0).default('')
  })
])
export type Evidence = z.output<typeof evidence>

export interface Milestone {
  readonly callId: string
  readonly milestoneId: string
  readonly title: string
  readonly body: string
  /** Calendar days, `YYYY-MM-DD`. */
  readonly dueOn: string | null
  readonly firstDueOn: string | null
  readonly owner: string
  readonly state: MilestoneState
  readonly revision: number
}

/** What happened to a milestone at a turn; `noted` where only words or evidence were added. */
export type TurnKind = MilestoneState | 'moved' | 'noted'

export function kindOfTurn(
  before: Pick<Milestone, 'state' | 'dueOn'>,
  after: Pick<Milestone, 'state' | 'dueOn'>
): TurnKind {
  if (before.state !== after.state) return after.state
  return before.dueOn !== after.dueOn ? 'moved' : 'noted'
}

/** The news of a turn; words and evidence added to what is known are none. */
export const newsOf = (kind: TurnKind): NewsEvent | null => (kind === 'noted' ? null : `milestone.${kind}`)

/** The line of a turn: what changed in codes and days; the organisation's words beside it. */
export const turnLine = (
  milestone: Pick<Milestone, 'callId' | 'milestoneId'>,
  event: string,
  counted: LineDraft['counted'],
  personal: NonNullable<LineDraft['personal']>
): LineDraft => ({
  log: milestone.callId,
  event,
  effect: 'note',
  subject: { kind: 'milestone', id: milestone.milestoneId },
  counted,
  personal
})
