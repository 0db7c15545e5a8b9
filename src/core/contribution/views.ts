import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { sql } from '../../db/sql.server.ts'
import { mayKnowOf, stepState, totalsShown } from '../call/rules.ts'
import type { Frame, Step } from '../call/rules.ts'
import { listFrames, recallFrame } from '../call/store.server.ts'
import { defineView } from '../door/act.ts'
import type { Look } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { findCards } from './cards.server.ts'
import { methodOf } from './open-step.server.ts'
import { findStepTotals, listBest, listMatching, listNewest } from './list.server.ts'
import { isSeen } from './rules.ts'
import { shownList } from './shown-list.ts'
import type { Contribution } from './rules.ts'
import { findContribution, isAuthor, listAuthors } from './store.server.ts'
import { findSimilar } from './similar.server.ts'

export interface SeenStep {
  readonly call: Frame
  readonly step: Step
  readonly roles: ReadonlySet<Role>
}

/** A step of a call that people may look at: an open one, or a draft for its organisers. */
export async function loadSeenStep(
  db: Db,
  { callId, stepId }: { callId: string; stepId: string },
  who: Who
): Promise<SeenStep> {
  const call = (await listFrames(db, [callId])).get(callId)
  const step = call?.steps.find(one => one.stepId === stepId)
  if (!call || !step) throw new Refusal('not-found')
  const roles = who.kind === 'guest' ? new Set<Role>() : await rolesOf(db, who, call.organisationId, callId)
  if (!mayKnowOf(call, roles)) throw new Refusal('not-found')
  return { call, step, roles }
}

/**
 * The same as it was a while ago, for whoever asks in the same statement whether the call still has that revision. Only of
 * a call that was open, which everybody may know of.
 */
function recallSeenStep({ callId, stepId }: { callId: string; stepId: string }): RecalledStep | undefined {
  const recalled = recallFrame(callId)
  const step = recalled?.frame.steps.find(one => one.stepId === stepId)
  if (!recalled?.frame.openedAt || !step) return undefined
  return { call: recalled.frame, step, roles: new Set(), revision: recalled.revision }
}

interface RecalledStep extends SeenStep {
  /** Set where it was recalled instead of read. */
  readonly revision?: number
}

const anybody = () => true

const listInput = z.strictObject({
  callId: z.uuid(),
  stepId: z.uuid(),
  order: z.enum(['best', 'newest']).default('best'),
  theme: z.string().max(60).optional(),
  q: z.string().max(200).optional(),
  after: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(50)
})

export const listContributions = defineView({
  name: 'contribution.list',
  title: 'The contributions of a step: best or newest first, or those that have some words',
  http: 'GET /calls/{callId}/steps/{stepId}/contributions',
  scope: 'read',
  input: listInput,
  load: async (db, input, who): Promise<RecalledStep> =>
    recallSeenStep(input) ?? loadSeenStep(db, input, who),
  may: anybody,
  run: async (look, seen, input, who) => {
    try {
      const page = await pageOf(look, seen, input)
      if (seen.revision === undefined || page.revision === seen.revision) return page.shown
    } catch (error) {
      if (seen.revision === undefined || !(error instanceof Refusal)) throw error
    }
    // The call is another by now: whether this person may know of it is asked again, too.
    return (await pageOf(look, await loadSeenStep(look.db, input, who), input)).shown
  }
})

/** One page of a step's list, and the revision that the call had when it was read. */
async function pageOf(look: Look, { call, step }: SeenStep, input: z.output<typeof listInput>) {
  const { method, rules } = methodOf(look.methods, step)
  if (method.singles !== 'everybody') throw new Refusal('not-allowed')
  const totals = totalsShown(rules, stepState(call, step, look.now))
  const order = totals ? input.order : 'newest'
  const page = {
    callId: call.callId,
    stepId: step.stepId,
    theme: input.theme ?? null,
    limit: input.limit + 1
  }
  const words = input.q?.normalize('NFC').replaceAll('\0', '').trim()
  const { revision, placed } = words
    ? await listMatching(look.db, page, words, order)
    : order === 'best'
      ? await listBest(look.db, page, readCursor(input.after, 'number', 'uuid'))
      : await listNewest(look.db, page, readCursor(input.after, 'uuid')?.[0])
  const places = placed.slice(0, input.limit)
  const cards = await findCards(look.db, call.callId, places, method)
  const last = places.at(-1)
  const more = placed.length > input.limit && !words && last
  const next = more
    ? order === 'best'
      ? writeCursor(last.value, last.contributionId)
      : writeCursor(last.contributionId)
    : null
  return { revision, shown: shownList({ order, totalsShown: totals }, places, cards, next) }
}

export interface SeenContribution extends SeenStep {
  readonly contribution: Contribution
  readonly own: boolean
}

export async function loadSeenContribution(
  db: Db,
  { callId, contributionId }: { callId: string; contributionId: string },
  who: Who
): Promise<SeenContribution> {
  const contribution = await findContribution(db, callId, contributionId)
  if (!contribution) throw new Refusal('not-found')
  const seen = await loadSeenStep(db, { callId, stepId: contribution.stepId }, who)
  const own = who.personId !== null && (await isAuthor(db, callId, contributionId, who.personId))
  const visible = isSeen(contribution.state, { own, moderates: hasRole(seen.roles, 'moderator') })
  if (!visible) throw new Refusal(contribution.state === 'held' ? 'not-found' : 'gone')
  return { ...seen, contribution, own }
}

export const findContributionView = defineView({
  name: 'contribution.find',
  title: 'One contribution with its totals, authors, files and links',
  http: 'GET /calls/{callId}/contributions/{contributionId}',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid(), contributionId: z.uuid() }),
  load: loadSeenContribution,
  may: anybody,
  run: async (look, { call, step, contribution, own }) => {
    const { method, rules } = methodOf(look.methods, step)
    const totals = totalsShown(rules, stepState(call, step, look.now))
    const { callId, contributionId } = contribution
    const [counts] = await look.db.query<{ responses: number; value: number; comments: number }>(sql`
      select responses, value, comments from contribution_totals where call_id = ${callId} and contribution_id = ${contributionId}`)
    const authors = await listAuthors(look.db, callId, contributionId)
    const files = await look.db.query<{
      file_id: string
      name: string
      alt: string
      type: string
      width: number | null
      height: number | null
      size: number
    }>(sql`
      select file_id, name, alt, type, width, height, size from files
      where call_id = ${callId} and contribution_id = ${contributionId} order by file_id limit 20`)
    const links = await look.db.query<{
      kind: string
      direction: 'from' | 'to'
      contribution_id: string
      title: string
    }>(sql`
      select l.kind, 'from' as direction, c.contribution_id, c.title from lineage l
        join contributions c on c.call_id = l.call_id and c.contribution_id = l.source_id
        where l.call_id = ${callId} and l.contribution_id = ${contributionId} and c.state = 'published'
      union all
      select l.kind, 'to', c.contribution_id, c.title from lineage l
        join contributions c on c.call_id = l.call_id and c.contribution_id = l.contribution_id
        where l.call_id = ${callId} and l.source_id = ${contributionId} and c.state = 'published' limit 100`)
    return {
      contributionId,
      callId,
      stepId: step.stepId,
      title: contribution.title,
      text: method.text(contribution.body),
      body: contribution.body,
      theme: contribution.theme,
      language: contribution.language,
      version: contribution.version,
      state: contribution.state,
      status: contribution.status,
      mergedInto: contribution.mergedInto,
      restricted: contribution.restrictedAt !== null,
      place: contribution.publicPlace,
      channel: contribution.channel,
      createdAt: contribution.createdAt.toISOString(),
      changedAt: contribution.changedAt.toISOString(),
      authors: authors.map(author => author.name),
      /** Their parts in the call, to block by. */
      authorIds: authors.map(author => author.participantId),
      own,
      responses: totals ? (counts?.responses ?? 0) : null,
      value: totals ? (counts?.value ?? 0) : null,
      comments: counts?.comments ?? 0,
      files: files.map(file => ({
        fileId: file.file_id,
        name: file.name,
        alt: file.alt,
        type: file.type,
        width: file.width,
        height: file.height,
        size: file.size
      })),
      links: links.map(link => ({
        kind: link.kind,
        direction: link.direction,
        contributionId: link.contribution_id,
        title: link.title
      }))
    }
  }
})

export const listVersions = defineView({
  name: 'contribution.versions',
  title: 'Every version of a contribution, oldest first',
  http: 'GET /calls/{callId}/contributions/{contributionId}/versions',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid(), contributionId: z.uuid() }),
  load: loadSeenContribution,
  may: anybody,
  run: async (look, { step, contribution }) => {
    const { method } = methodOf(look.methods, step)
    const rows = await look.db.query<{ version: number; title: string; body: JsonObject; made_at: Date }>(sql`
      select version, title, body, made_at from contribution_versions
      where call_id = ${contribution.callId} and contribution_id = ${contribution.contributionId} order by version limit 200`)
    return {
      items: rows.map(row => ({
        version: row.version,
        title: row.title,
        text: method.text(row.body),
        theme: method.theme(row.body),
        madeAt: row.made_at.toISOString()
      }))
    }
  }
})

export const similarContributions = defineView({
  name: 'contribution.similar',
  title: 'Contributions that say nearly the same: what to support instead of writing it again',
  http: 'GET /calls/{callId}/steps/{stepId}/similar',
  scope: 'read',
  perMinute: 240,
  input: z.strictObject({ callId: z.uuid(), stepId: z.uuid(), text: z.string().max(300) }),
  load: loadSeenStep,
  may: anybody,
  run: async (look, { call, step }, { text }) => ({
    items:
      (await look.within(300, db =>
        findSimilar(db, call.callId, step.stepId, text.normalize('NFC').replaceAll('\0', ''))
      )) ?? []
  })
})

export const findStepTotalsView = defineView({
  name: 'step.totals',
  title: 'How much came in to a step',
  http: 'GET /calls/{callId}/steps/{stepId}/totals',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid(), stepId: z.uuid() }),
  load: loadSeenStep,
  may: anybody,
  run: async (look, { call, step }) => {
    const { rules } = methodOf(look.methods, step)
    const totals = await findStepTotals(look.db, call.callId, step.stepId)
    const visible = totalsShown(rules, stepState(call, step, look.now))
    return { ...totals, responses: visible ? totals.responses : null }
  }
})
