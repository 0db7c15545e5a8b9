import { z } from 'zod'
import { publishedLine, unseenLine } from '../contribution/lines.ts'
import { listAuthors } from '../contribution/store.server.ts'
import { defineAct } from '../door/act.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import { announce } from '../notification/announce.server.ts'
import { requiredText } from '../text/schema.ts'
import { comingLine, leavingLine } from './lines.ts'
import { byOrganisers, loadDeed, loadReshaped } from './load.server.ts'
import { merge, placeOf, refuseUnfit, unmerge } from './reshape.server.ts'
import type { Unmerged } from './reshape.server.ts'
import { markUndone } from './store.server.ts'

export { splitContribution, undoSplit } from './split-acts.ts'

const reason = requiredText(2_000)
const mostSources = 20

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
