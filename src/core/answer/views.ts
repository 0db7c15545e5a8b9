import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { findContribution, isAuthor } from '../contribution/store.server.ts'
import { isSeen } from '../contribution/rules.ts'
import { defineView } from '../door/act.ts'
import type { Look } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { plainExcerpt } from '../text/plain-excerpt.ts'
import { hasRole } from '../role/rules.ts'
import { countTargets, findRoot, listHeld, listPublished, listTargets, listUnderWay } from './list.server.ts'
import type { HeldAnswer, ListedAnswer } from './list.server.ts'
import { answerableSteps, byOrganisers, loadCall } from './load.server.ts'
import type { AtWork } from './load.server.ts'
import { findMeter } from './meter.server.ts'
import { findReplier, findReply, listReplies } from './replies.server.ts'
import { isUnderWay } from './rules.ts'
import type { Answer } from './rules.ts'
import { findAnswer, findAnswering } from './store.server.ts'
import { deskTheme } from './targets.server.ts'
import { countByOwnTheme, countByTheme, listWaiting } from './waiting.server.ts'

const everybody = () => true

export const findMeterView = defineView({
  name: 'answer.meter',
  title: 'How far the answers of a call are: answered, waiting, late, by status, and how long they took',
  http: 'GET /calls/{callId}/answer-meter',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid() }),
  load: loadCall,
  may: everybody,
  run: (look, { call }) => findMeter(look.db, call.callId, answerableSteps(call, look.methods))
})

export const listAnswers = defineView({
  name: 'answer.list',
  title: 'The published answers of a call, newest first, each with the first few it is for',
  http: 'GET /calls/{callId}/answers',
  scope: 'read',
  input: z.strictObject({
    callId: z.uuid(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20)
  }),
  load: loadCall,
  may: everybody,
  run: async (look, { call }, { after, limit }) => {
    const rows = await listPublished(look.db, call.callId, readCursor(after, 'string', 'uuid'), limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      items: page.map(shownListed),
      next: rows.length > limit && last ? writeCursor(last.publishedAt!.toISOString(), last.answerId) : null
    }
  }
})

interface AtSeenAnswer extends AtWork {
  readonly answer: Answer
}

/** A published answer is everybody's; others are there for organisers alone. */
async function loadSeenAnswer(
  db: Db,
  { callId, answerId }: { callId: string; answerId: string },
  who: Who
): Promise<AtSeenAnswer> {
  const at = await loadCall(db, { callId }, who)
  const answer = await findAnswer(db, callId, answerId)
  if (!answer) throw new Refusal('not-found')
  const isPublic = answer.state === 'published' || answer.state === 'replaced'
  if (!isPublic && !hasRole(at.roles, 'organiser')) throw new Refusal('not-found')
  return { ...at, answer }
}

export const findAnswerView = defineView({
  name: 'answer.find',
  title: 'One answer with what it is for; a draft for organisers alone',
  http: 'GET /calls/{callId}/answers/{answerId}',
  scope: 'read',
  input: z.strictObject({
    callId: z.uuid(),
    answerId: z.uuid(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50)
  }),
  load: loadSeenAnswer,
  may: everybody,
  run: async (look, { answer, roles }, { after, limit }) => {
    const { callId, answerId } = answer
    const rows = await listTargets(look.db, callId, answerId, readCursor(after, 'uuid')?.[0], limit + 1)
    const page = rows.slice(0, limit)
    const organises = hasRole(roles, 'organiser')
    return {
      answerId,
      scope: answer.scope,
      state: answer.state,
      status: answer.status,
      ownStatus: answer.ownStatus,
      body: answer.body,
      revision: answer.revision,
      publishedAt: answer.publishedAt?.toISOString() ?? null,
      mayChange: organises && isUnderWay(answer.state),
      count: await countTargets(look.db, callId, answerId),
      // What concerns one contribution is read at that contribution, as far as it is in view.
      targets: page.map(({ contributionId, title, concerning, isThere }) => ({
        contributionId,
        title: isThere || organises ? title : '',
        concerning: organises ? concerning : '',
        isThere
      })),
      next: rows.length > limit ? writeCursor(page.at(-1)!.contributionId) : null
    }
  }
})

interface AtContribution {
  readonly callId: string
  readonly contributionId: string
  readonly isConcluded: boolean
}

async function loadContribution(
  db: Db,
  { callId, contributionId }: { callId: string; contributionId: string },
  who: Who
): Promise<AtContribution> {
  const { call, roles } = await loadCall(db, { callId }, who)
  const contribution = await findContribution(db, callId, contributionId)
  if (!contribution) throw new Refusal('not-found')
  const own = who.personId !== null && (await isAuthor(db, callId, contributionId, who.personId))
  if (!isSeen(contribution.state, { own, moderates: hasRole(roles, 'moderator') }))
    throw new Refusal(contribution.state === 'held' ? 'not-found' : 'gone')
  return { callId, contributionId, isConcluded: call.concludedAt !== null }
}

export const findAnswersOf = defineView({
  name: 'answer.of',
  title: 'What a contribution was answered: what holds, what was said before, and what its authors said back',
  http: 'GET /calls/{callId}/contributions/{contributionId}/answers',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid(), contributionId: z.uuid() }),
  load: loadContribution,
  may: everybody,
  run: async (look, { callId, contributionId, isConcluded }, _, who) => {
    const root = await findRoot(look.db, callId, contributionId)
    const held = await listHeld(look.db, callId, root)
    const replies = await listReplies(
      look.db,
      callId,
      held.map(one => one.answerId),
      root
    )
    const current = held.find(one => one.holds) ?? null
    const shown = (one: HeldAnswer) => ({
      answerId: one.answerId,
      status: one.status,
      ownStatus: one.ownStatus,
      body: one.body,
      concerning: one.concerning,
      publishedAt: one.publishedAt.toISOString(),
      count: one.count,
      replies: replies
        .filter(reply => reply.answerId === one.answerId)
        .map(({ name, body, rating, at }) => ({ name, body, rating, at: at.toISOString() }))
    })
    return {
      /** The contribution that was answered: another one where this was merged into it. */
      contributionId: root,
      current: current && shown(current),
      earlier: held.filter(one => !one.holds).map(shown),
      mine:
        current && who.personId
          ? await findMine(look, callId, current.answerId, who.personId, isConcluded)
          : null
    }
  }
})

/** What whoever looks may say back, and has said; null for those the answer is not for. */
async function findMine(
  look: Look,
  callId: string,
  answerId: string,
  personId: string,
  isConcluded: boolean
) {
  const participantId = await findReplier(look.db, callId, answerId, personId)
  if (!participantId) return null
  const reply = await findReply(look.db, { callId, answerId, participantId })
  const rating = reply?.rating ?? null
  return { rating, mayRate: !isConcluded || rating === null, mayReply: !reply?.repliedAt }
}

const filter = {
  only: z.enum(['waiting', 'all']).default('waiting'),
  theme: deskTheme.optional(),
  ownTheme: z.string().max(60).optional(),
  q: z.string().max(200).optional()
}

export const listWaitingView = defineView({
  name: 'answer.waiting',
  title: 'What waits for an answer, most supported first; by theme or by words',
  http: 'GET /calls/{callId}/waiting-for-answer',
  scope: 'organise',
  input: z.strictObject({
    callId: z.uuid(),
    ...filter,
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50)
  }),
  load: loadCall,
  may: byOrganisers,
  run: async (look, { call }, { after, limit, only, theme, ownTheme, q }) => {
    const wish = { only, theme: theme ?? null, ownTheme: ownTheme ?? null, q }
    const steps = answerableSteps(call, look.methods)
    const rows = await listWaiting(
      look.db,
      call.callId,
      steps,
      wish,
      readCursor(after, 'number', 'uuid'),
      limit + 1
    )
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const methodOf = new Map(call.steps.map(step => [step.stepId, look.methods.get(step.method)]))
    return {
      items: page.map(({ body, ...one }) => ({
        ...one,
        excerpt: plainExcerpt(methodOf.get(one.stepId)?.text(body) ?? '', 240)
      })),
      next: rows.length > limit && last ? writeCursor(last.responses, last.contributionId) : null
    }
  }
})

export const findAnswerDesk = defineView({
  name: 'answer.desk',
  title: 'The answers of a call at work: themes with what waits in them, drafts, and how far it all is',
  http: 'GET /calls/{callId}/answer-desk',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid() }),
  load: loadCall,
  may: byOrganisers,
  run: async (look, { call }, _, who) => {
    const steps = answerableSteps(call, look.methods)
    const { callId } = call
    const [meter, themes, ownThemes, underWay, { statuses, secondLook }] = await Promise.all([
      findMeter(look.db, callId, steps),
      countByTheme(look.db, callId, steps),
      countByOwnTheme(look.db, callId, steps),
      listUnderWay(look.db, callId, 100),
      findAnswering(look.db, callId)
    ])
    return {
      meter,
      themes,
      ownThemes,
      statuses,
      secondLook,
      underWay: underWay.map(one => ({
        ...shownListed(one),
        state: one.state,
        revision: one.revision,
        changedAt: one.changedAt.toISOString(),
        mine: one.draftedBy !== null && one.draftedBy === who.personId
      }))
    }
  }
})

const shownListed = ({
  answerId,
  scope,
  theme,
  status,
  ownStatus,
  body,
  publishedAt,
  count,
  targets
}: ListedAnswer) => ({
  answerId,
  scope,
  theme,
  status,
  ownStatus,
  body,
  publishedAt: publishedAt?.toISOString() ?? null,
  count,
  targets
})
