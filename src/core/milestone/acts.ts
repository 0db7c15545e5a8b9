import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { byOrganisers, loadCall } from '../answer/load.server.ts'
import type { AtWork } from '../answer/load.server.ts'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { day, lineOfText, optionalText } from '../text/schema.ts'
import { evidence, milestoneStates, turnLine, waysFrom } from './rules.ts'
import type { Evidence, Milestone, MilestoneState } from './rules.ts'
import {
  insertMilestone,
  listAccepted,
  listAcceptedOfAnswer,
  listSourceIds,
  lockMilestone,
  markDone,
  setSources,
  updateMilestone
} from './store.server.ts'
import { keepTurn } from './turn.server.ts'

const mostSources = 2_000

/** Accepted contributions, named or all of an answer. */
const sources = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(mostSources) }),
  z.strictObject({ answerId: z.uuid() })
])

const written = {
  title: lineOfText(200),
  body: optionalText(10_000).default(''),
  /** Who sees to it: an office, a person by name, a partner. */
  owner: lineOfText(200, 0).default('')
}

export const planMilestone = defineAct({
  name: 'milestone.plan',
  title: 'Undertake something from contributions that were accepted; whoever wrote or supported them is told',
  http: 'POST /calls/{callId}/milestones',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid(), ...written, dueOn: day.nullable().default(null), sources }),
  load: loadCall,
  may: byOrganisers,
  run: async (work, { call }, input, who) => {
    if (!call.openedAt) throw new Refusal('not-open-yet')
    const ids = await findSources(work.tx, input.callId, input.sources)
    const { callId, title, body, owner, dueOn } = input
    const milestone: Milestone = {
      callId,
      milestoneId: newId(),
      title,
      body,
      owner,
      dueOn,
      firstDueOn: dueOn,
      state: 'planned',
      revision: 1
    }
    await insertMilestone(work.tx, milestone)
    await setSources(work.tx, milestone, ids)
    await keepTurn(work.tx, null, milestone, { note: '', evidence: [], madeBy: who.personId })
    return { milestone, sources: ids }
  },
  lines: (_, __, { milestone, sources }) => [
    turnLine(
      milestone,
      'milestone.plan',
      { state: 'planned', due: milestone.dueOn, sources },
      { title: milestone.title, body: milestone.body, owner: milestone.owner }
    )
  ],
  reply: ({ milestone, sources }) => ({ milestoneId: milestone.milestoneId, sources: sources.length })
})

interface AtMilestone extends AtWork {
  readonly milestone: Milestone
}

async function loadMilestone(
  tx: Tx,
  { callId, milestoneId }: { callId: string; milestoneId: string },
  who: Who
): Promise<AtMilestone> {
  const at = await loadCall(tx, { callId }, who)
  const milestone = await lockMilestone(tx, callId, milestoneId)
  if (!milestone) throw new Refusal('not-found')
  return { ...at, milestone }
}

/** The revision that was looked at. */
const seen = { callId: z.uuid(), milestoneId: z.uuid(), revision: z.int() }

export const editMilestone = defineAct({
  name: 'milestone.edit',
  title: 'Put a milestone in better words, or name other sources; its day and its state change by turns',
  http: 'PUT /calls/{callId}/milestones/{milestoneId}',
  scope: 'organise',
  input: z.strictObject({ ...seen, ...written, sources: sources.optional() }),
  load: loadMilestone,
  may: byOrganisers,
  run: async (work, { milestone }, input) => {
    if (milestone.revision !== input.revision) throw new Refusal('changed-meanwhile')
    const { title, body, owner } = input
    const ids = input.sources && (await findSources(work.tx, input.callId, input.sources))
    if (ids) await setSources(work.tx, milestone, ids)
    const edited = { ...milestone, title, body, owner }
    await updateMilestone(work.tx, edited)
    return { milestone: edited, sources: ids ?? null }
  },
  lines: (_, __, { milestone, sources }) => [
    turnLine(
      milestone,
      'milestone.edit',
      { state: milestone.state, due: milestone.dueOn, ...(sources ? { sources } : {}) },
      { title: milestone.title, body: milestone.body, owner: milestone.owner }
    )
  ],
  reply: ({ milestone }) => ({ milestoneId: milestone.milestoneId, revision: milestone.revision + 1 })
})

export const turnMilestone = defineAct({
  name: 'milestone.turn',
  title:
    'Start a milestone, finish or drop it, move its day, or add what shows how far it is; all of it stays readable',
  http: 'POST /calls/{callId}/milestones/{milestoneId}/turns',
  scope: 'organise',
  input: z.strictObject({
    ...seen,
    state: z.enum(milestoneStates),
    /** Left out: as before. */
    dueOn: day.nullable().optional(),
    /** The reason, or what was done; needed to drop, to move the day, and, without other evidence, to finish. */
    note: optionalText(5_000).default(''),
    evidence: z.array(evidence).max(20).default([]),
    /** When finished: its contributions count as done too. */
    marksDone: z.boolean().default(false)
  }),
  load: loadMilestone,
  may: byOrganisers,
  run: async (work, { milestone }, input, who) => {
    if (milestone.revision !== input.revision) throw new Refusal('changed-meanwhile')
    const dueOn = input.dueOn === undefined ? milestone.dueOn : input.dueOn
    const after = { ...milestone, state: input.state, dueOn }
    checkTurn(milestone, after, input)
    await updateMilestone(work.tx, after)
    const { note, evidence } = input
    const { turnId, kind } = await keepTurn(work.tx, milestone, after, {
      note,
      evidence,
      madeBy: who.personId
    })
    const marked =
      input.marksDone && input.state === 'done'
        ? await markDone(
            work.tx,
            input.callId,
            await listSourceIds(work.tx, input.callId, milestone.milestoneId)
          )
        : []
    return { milestone: after, turnId, kind, marked }
  },
  lines: (_, { note, evidence }, { milestone, turnId, marked }) => [
    turnLine(
      milestone,
      'milestone.turn',
      { turn: turnId, state: milestone.state, due: milestone.dueOn, evidence: evidence.length, done: marked },
      { note, evidence: evidence.map(one => ({ ...one })) }
    )
  ],
  reply: ({ milestone, turnId, kind, marked }) => ({
    milestoneId: milestone.milestoneId,
    turnId,
    kind,
    revision: milestone.revision + 1,
    markedDone: marked.length
  })
})

async function findSources(tx: Tx, callId: string, wish: z.output<typeof sources>): Promise<string[]> {
  const wanted = 'ids' in wish ? [...new Set(wish.ids)] : null
  const found = wanted
    ? await listAccepted(tx, callId, wanted)
    : await listAcceptedOfAnswer(tx, callId, (wish as { answerId: string }).answerId)
  if (found.length > mostSources) throw invalid('sources', 'too-many', { most: mostSources })
  if (found.length === 0 || (wanted && found.length < wanted.length)) throw invalid('sources', 'not-accepted')
  return found
}

function checkTurn(
  before: Milestone,
  after: Milestone,
  { note, evidence }: { note: string; evidence: readonly Evidence[] }
): void {
  const isMoved = before.dueOn !== after.dueOn
  if (before.state !== after.state && !waysFrom[before.state].includes(after.state))
    throw invalid('state', 'no-such-turn')
  if (isMoved && isOver(after.state)) throw invalid('dueOn', 'no-such-turn')
  const isBare = note === '' && evidence.length === 0
  const needsWords = (isMoved || after.state === 'dropped') && note === ''
  const isNothing = before.state === after.state && !isMoved && isBare
  if (needsWords || isNothing || (after.state === 'done' && isBare)) throw invalid('note', 'required')
}

const isOver = (state: MilestoneState): boolean => state === 'done' || state === 'dropped'
