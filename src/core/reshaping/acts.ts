import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import type { Frame, Step } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { publishedLine, unseenLine } from '../contribution/lines.ts'
import { methodOf, parseBody } from '../contribution/open-step.server.ts'
import type { Contribution } from '../contribution/rules.ts'
import { forgetTitle, keepTitles } from '../contribution/similar.server.ts'
import { insertContributions, listAuthors, setContributionState } from '../contribution/store.server.ts'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { problemsOf } from '../door/problems.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { announce } from '../notification/announce.server.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { requiredText } from '../text/schema.ts'
import { comingLine, leavingLine } from './lines.ts'
import { lockAll, merge, placeOf, refuseUnfit, responsesMove, unmerge } from './reshape.server.ts'
import type { Unmerged } from './reshape.server.ts'
import { insertReshaping, listLinks, lockReshaping, markUndone, shareAuthors } from './store.server.ts'

const reason = requiredText(2_000)
const mostSources = 20
const mostParts = 10

export const mergeContributions = defineAct({
  name: 'contribution.merge',
  title: 'Merge contributions into one that says the same: a link, with all who support them, undone whole',
  http: 'POST /calls/{callId}/merges',
  scope: 'organise',
  perMinute: 240,
  input: z.strictObject({
    callId: z.uuid(),
    target: z.uuid(),
    sources: z.array(z.uuid()).min(1).max(mostSources),
    /** Everybody can read it on the pages of what was merged. */
    reason
  }),
  load: (tx, { callId, target, sources }, who) => loadReshaped(tx, callId, target, sources, who),
  may: byOrganisers,
  run: async (work, { call, step, main: target, others }, input, who) => {
    if (new Set(input.sources).size < input.sources.length) throw invalid('sources', 'twice')
    refuseUnfit(target)
    for (const [n, source] of others.entries()) {
      if (source.contributionId === target.contributionId) throw invalid(`sources.${n}`, 'same')
      if (source.stepId !== target.stepId) throw invalid(`sources.${n}`, 'other-step')
      refuseUnfit(source)
    }
    const merged = await merge(work, {
      call,
      step,
      target,
      sources: others,
      reason: input.reason,
      madeBy: who.personId
    })
    await announce(work.tx, [
      {
        callId: call.callId,
        event: 'contribution.merged',
        subjectId: target.contributionId,
        facts: { reshaping: merged.reshapingId, sources: others.length, carried: merged.coming.length },
        audience: {
          authorsOf: [...input.sources, target.contributionId],
          participants: [...new Set(merged.leaving.map(one => one.responder))]
        }
      }
    ])
    return { ...merged, place: placeOf(work, call, step) }
  },
  lines: (_, __, { sources, target, leaving, coming, place, reshapingId }) => [
    ...sources.map(source => ({
      ...unseenLine(source, 'remove', { into: target.contributionId, deed: reshapingId })
    })),
    unseenLine(target, 'note', { merged: sources.map(one => one.contributionId), deed: reshapingId }),
    ...leaving.map(held => leavingLine(place, held)),
    ...coming.map(held => comingLine(place, held, 'response.carry'))
  ],
  reply: ({ reshapingId, sources, coming, moves }) => ({
    reshapingId,
    merged: sources.length,
    /** Responses that count at the target from now on. */
    carried: coming.length,
    /** False after the close: the count that was made stands. */
    responsesMoved: moves
  })
})

export const undoMerge = defineAct({
  name: 'contribution.undo-merge',
  title: 'Undo a merge: what was there comes back, except what people took back since',
  http: 'POST /calls/{callId}/merges/{reshapingId}/undoing',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid(), reshapingId: z.uuid(), reason }),
  load: (tx, input, who) => loadDeed(tx, input, 'merge', who),
  may: byOrganisers,
  run: async (work, { call, step, main: target, others }, input) => {
    if (target.mergedInto) throw new Refusal('merged')
    // What is not seen any more stays where its supporters are.
    const sources = others.filter(one => one.state === 'published' && one.mergedInto)
    if (sources.length === 0) throw new Refusal('gone')
    const undone: Unmerged[] = []
    for (const source of sources) {
      const back = await unmerge(work, { call, step, source, target: target.contributionId })
      undone.push({ sources: [{ ...source, mergedInto: null }], target: target.contributionId, ...back })
    }
    const ids = sources.map(one => one.contributionId)
    await markUndone(work.tx, call.callId, input.reshapingId, input.reason, ids)
    await announce(work.tx, [
      {
        callId: call.callId,
        event: 'contribution.merge-undone',
        subjectId: target.contributionId,
        facts: { reshaping: input.reshapingId, sources: sources.length },
        audience: {
          authorsOf: [...ids, target.contributionId],
          participants: [
            ...new Set(undone.flatMap(one => [...one.leaving, ...one.restored]).map(one => one.responder))
          ]
        }
      }
    ])
    const authors = new Map<string, string | null>()
    for (const id of ids)
      authors.set(id, (await listAuthors(work.tx, call.callId, id))[0]?.participantId ?? null)
    return {
      reshapingId: input.reshapingId,
      undone,
      authors,
      target,
      place: placeOf(work, call, step),
      restored: undone.reduce((sum, one) => sum + one.restored.length, 0)
    }
  },
  lines: (_, __, { undone, authors, target, place, reshapingId }) => [
    ...undone.flatMap(({ sources, leaving, restored }) => [
      ...sources.map(source => publishedLine(source, authors.get(source.contributionId) ?? null, true)),
      ...leaving.map(held => leavingLine(place, held)),
      ...restored.map(held => comingLine(place, held, 'response.restore'))
    ]),
    unseenLine(target, 'note', { deed: reshapingId })
  ],
  reply: ({ reshapingId, undone, restored }) => ({ reshapingId, undone: undone.length, restored })
})

export const splitContribution = defineAct({
  name: 'contribution.split',
  title: 'Split a contribution that says several things: new ones by its author, each with its origin',
  http: 'POST /calls/{callId}/contributions/{contributionId}/splits',
  scope: 'organise',
  input: z.strictObject({
    callId: z.uuid(),
    contributionId: z.uuid(),
    /** The bodies of the parts, each checked by the method of the step. */
    parts: z.array(z.record(z.string(), z.json())).min(2).max(mostParts),
    reason
  }),
  load: (tx, { callId, contributionId }, who) => loadReshaped(tx, callId, contributionId, [], who),
  may: byOrganisers,
  run: async (work, { call, step, main }, input, who) => {
    refuseUnfit(main)
    await responsesMove(work.tx, call, step)
    const { callId } = call
    const [author] = await listAuthors(work.tx, callId, main.contributionId)
    const parts = input.parts.map((part, n): Contribution => {
      const { method } = methodOf(work.methods, step)
      const parsed = method.contribution(step.settings).safeParse(part, { reportInput: true })
      if (!parsed.success) throw new Refusal('invalid', { problems: problemsOf(parsed.error, `parts.${n}`) })
      const body = parseBody(method, step, part)
      return {
        ...main,
        contributionId: newId(),
        title: method.title(body),
        body,
        theme: method.theme(body),
        version: 1,
        status: 'open',
        files: [],
        channel: work.channel,
        createdAt: work.tx.now,
        changedAt: work.tx.now
      }
    })
    await insertContributions(
      work.tx,
      parts.map(part => ({
        ...part,
        participantId: author!.participantId,
        // Where it is, is said by the one it came from.
        truePlace: part.publicPlace,
        at: work.tx.now
      }))
    )
    const ids = parts.map(part => part.contributionId)
    await shareAuthors(work.tx, callId, main.contributionId, ids)
    await keepTitles(work.tx, parts)
    const reshapingId = newId()
    await insertReshaping(work.tx, {
      callId,
      reshapingId,
      kind: 'split',
      reason: input.reason,
      madeBy: who.personId,
      links: ids.map(contributionId => ({ contributionId, sourceId: main.contributionId }))
    })
    await announce(work.tx, [
      {
        callId,
        event: 'contribution.split',
        subjectId: main.contributionId,
        facts: { reshaping: reshapingId, parts: parts.length },
        audience: { authorsOf: [main.contributionId], supportersOf: [main.contributionId] }
      }
    ])
    return { reshapingId, parts, main, participantId: author!.participantId }
  },
  lines: (_, __, { parts, main, participantId, reshapingId }) => [
    ...parts.map(part => publishedLine(part, participantId, true)),
    unseenLine(main, 'note', { parts: parts.map(part => part.contributionId), deed: reshapingId })
  ],
  reply: ({ reshapingId, parts }) => ({ reshapingId, parts: parts.map(part => part.contributionId) })
})

export const undoSplit = defineAct({
  name: 'contribution.undo-split',
  title: 'Undo a split: its parts go from view, the original is as it was',
  http: 'POST /calls/{callId}/splits/{reshapingId}/undoing',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid(), reshapingId: z.uuid(), reason }),
  load: (tx, input, who) => loadDeed(tx, input, 'split', who),
  may: byOrganisers,
  run: async (work, { call, step, main, others }, input) => {
    await responsesMove(work.tx, call, step)
    if (others.some(part => part.mergedInto)) throw new Refusal('merged')
    const parts = others.filter(part => part.state === 'published')
    for (const { contributionId } of parts) {
      await setContributionState(work.tx, call.callId, contributionId, 'withdrawn')
      await forgetTitle(work.tx, call.callId, contributionId)
    }
    const ids = others.map(part => part.contributionId)
    await markUndone(work.tx, call.callId, input.reshapingId, input.reason, ids)
    return { reshapingId: input.reshapingId, parts, main }
  },
  lines: (_, __, { parts, main, reshapingId }) => [
    ...parts.map(part => unseenLine(part, 'remove')),
    unseenLine(main, 'note', { deed: reshapingId })
  ],
  reply: ({ reshapingId, parts }) => ({ reshapingId, undone: parts.length })
})

interface Reshaped {
  readonly call: Frame
  readonly step: Step
  readonly roles: ReadonlySet<Role>
  /** What others are merged into, or what is split. */
  readonly main: Contribution
  readonly others: readonly Contribution[]
}

function byOrganisers(_: Who, { roles }: Reshaped): boolean {
  return hasRole(roles, 'organiser')
}

/** All of one call; the roles first, so that nobody learns what is there. */
async function loadReshaped(
  tx: Tx,
  callId: string,
  mainId: string,
  otherIds: readonly string[],
  who: Who
): Promise<Reshaped> {
  const call = (await listFrames(tx, [callId])).get(callId)
  if (!call?.openedAt) throw new Refusal('not-found')
  const roles = await rolesOf(tx, who, call.organisationId, callId)
  const found = await lockAll(tx, callId, [mainId, ...otherIds])
  const main = found.get(mainId)
  const step = call.steps.find(one => one.stepId === main?.stepId)
  if (!main || !step || otherIds.some(id => !found.has(id))) throw new Refusal('not-found')
  return { call, step, roles, main, others: otherIds.map(id => found.get(id)!) }
}

/** A deed that stands, with what it linked. */
async function loadDeed(
  tx: Tx,
  { callId, reshapingId }: { callId: string; reshapingId: string },
  kind: 'merge' | 'split',
  who: Who
): Promise<Reshaped> {
  const deed = await lockReshaping(tx, callId, reshapingId)
  if (deed?.kind !== kind) throw new Refusal('not-found')
  const links = await listLinks(tx, callId, reshapingId)
  if (deed.undoneAt || links.length === 0) throw new Refusal('changed-meanwhile')
  const [first] = links
  return kind === 'merge'
    ? loadReshaped(
        tx,
        callId,
        first!.contributionId,
        links.map(link => link.sourceId),
        who
      )
    : loadReshaped(
        tx,
        callId,
        first!.sourceId,
        links.map(link => link.contributionId),
        who
      )
}
