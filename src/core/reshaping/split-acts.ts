import { z } from 'zod'
import { publishedLine, unseenLine } from '../contribution/lines.ts'
import { methodOf, parseBody } from '../contribution/open-step.server.ts'
import type { Contribution } from '../contribution/rules.ts'
import { forgetTitle, keepTitles } from '../contribution/similar.server.ts'
import { insertContributions, listAuthors, setContributionState } from '../contribution/store.server.ts'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { problemsOf } from '../door/problems.ts'
import { Refusal } from '../door/refusal.ts'
import { announce } from '../notification/announce.server.ts'
import { requiredText } from '../text/schema.ts'
import { byOrganisers, loadDeed, loadReshaped } from './load.server.ts'
import { refuseUnfit, responsesMove } from './reshape.server.ts'
import { insertReshaping, markUndone, shareAuthors } from './store.server.ts'

const reason = requiredText(2_000)
const mostParts = 10

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
