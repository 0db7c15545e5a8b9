import { z } from 'zod'
import { defineAct } from '../../door/act.ts'
import type { Work } from '../../door/act.ts'
import { newId } from '../../door/id.ts'
import { problemsOf } from '../../door/problems.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Problem } from '../../door/refusal.ts'
import { hiddenUntil } from '../../call/rules.ts'
import type { Step } from '../../call/rules.ts'
import { methodOf } from '../../contribution/open-step.server.ts'
import { canonicalJson } from '../../ledger/canonical.ts'
import type { JsonObject } from '../../ledger/canonical.ts'
import type { LineDraft } from '../../ledger/line.ts'
import { responseRecord } from '../../response/rules.ts'
import { changeResponse, insertResponses } from '../../response/store.server.ts'
import type { ResponseRow } from '../../response/store.server.ts'
import { hasRole } from '../../role/rules.ts'
import { moment } from '../../text/schema.ts'
import { externalKey, sourceName } from './contributions-act.ts'
import { loadImport } from './load.server.ts'
import { findImported, joinImported, listPresent } from './store.server.ts'

const item = z.strictObject({
  /** What the source calls whoever responded; one response a person and contribution. */
  person: externalKey,
  /** The key under which the contribution was imported. */
  target: externalKey,
  /** Checked by the method of the step. */
  body: z.record(z.string().max(40), z.json()).optional(),
  at: moment.optional()
})
type Item = z.output<typeof item>

export const importResponses = defineAct({
  name: 'response.import',
  title:
    'Take over responses from elsewhere to contributions that were imported; limits for people do not apply to them',
  http: 'POST /calls/{callId}/steps/{stepId}/imports/responses',
  scope: 'organise',
  perMinute: 600,
  input: z.strictObject({
    callId: z.uuid(),
    stepId: z.uuid(),
    source: sourceName,
    items: z.array(item).min(1).max(5_000)
  }),
  load: loadImport,
  may: (_, { roles }) => hasRole(roles, 'organiser'),
  run: async (work, { call, step }, { source, items }) => {
    const { method, rules } = methodOf(work.methods, step)
    const target = { callId: call.callId, source }
    const targets = await findImported(work.tx, target, 'contribution', [
      ...new Set(items.map(one => one.target))
    ])
    const bodies = parseItems(work, step, items, targets)
    const people = await joinImported(work.tx, target, new Map(items.map(one => [one.person, null])))
    const place = { callId: call.callId, stepId: step.stepId, kind: rules.responseKind }
    const pairs = items.map(one => ({
      target: targets.get(one.target)!.id,
      responder: people.get(one.person)!.participantId
    }))
    const present = await listPresent(work.tx, place, pairs)
    const given = items.flatMap((one, n): Given[] => {
      const before = present[n]!
      const body = bodies[n]!
      const isCounted = before?.state === 'counted'
      // Taken back here by whoever gave it: an import does not give it again.
      if (before && (!isCounted || canonicalJson(before.body) === canonicalJson(body))) return []
      const at =
        one.at === undefined ? work.tx.now : new Date(Math.min(Date.parse(one.at), work.tx.now.getTime()))
      const row = {
        ...place,
        ...pairs[n]!,
        responseId: before?.responseId ?? newId(),
        body,
        channel: 'import',
        at
      }
      const weightChange = method.weight(body) - (before ? method.weight(before.body) : 0)
      return [{ row, weightChange, before: before?.body ?? null, alias: people.get(one.person)!.alias }]
    })
    const fresh = given.filter(one => one.before === null)
    const changed = given.filter(one => one.before !== null)
    if (fresh.length > 0)
      await insertResponses(
        work.tx,
        fresh.map(one => one.row)
      )
    for (const { row, before } of changed) await changeResponse(work.tx, row, before!)
    const until = hiddenUntil(rules, step)
    return {
      made: fresh.length,
      changed: changed.length,
      unchanged: items.length - given.length,
      lines: given.map(one => lineOf(one, until))
    }
  },
  lines: (_, __, { lines }) => lines,
  reply: ({ made, changed, unchanged }) => ({ made, changed, unchanged })
})

interface Given {
  readonly row: ResponseRow
  readonly weightChange: number
  /** What it said before; null for a new one. */
  readonly before: JsonObject | null
  readonly alias: string
}

/** The bodies of all items by the method; all problems at once, each with the place of its item. */
function parseItems(
  { methods }: Work,
  step: Step,
  items: readonly Item[],
  targets: ReadonlyMap<string, unknown>
): JsonObject[] {
  const schema = methodOf(methods, step).method.response(step.settings)
  const problems: Problem[] = []
  const pairs = new Set<string>()
  const bodies = items.map((one, n): JsonObject => {
    const path = `items.${n}`
    if (!targets.has(one.target)) problems.push({ path: `${path}.target`, code: 'not-found' })
    const pair = JSON.stringify([one.person, one.target])
    if (pairs.has(pair)) problems.push({ path: `${path}.target`, code: 'taken' })
    pairs.add(pair)
    const body = schema.safeParse(one.body ?? {}, { reportInput: true })
    if (!body.success) problems.push(...problemsOf(body.error, `${path}.body`))
    return (body.data ?? {}) as JsonObject
  })
  if (problems.length > 0) throw new Refusal('invalid', { problems: problems.slice(0, 100) })
  return bodies
}

function lineOf({ row, weightChange, before, alias }: Given, until: Date | null): LineDraft {
  const { callId, responseId, stepId, target, kind, body, responder, at } = row
  return {
    log: callId,
    effect: 'put',
    subject: { kind: 'response', id: responseId },
    step: stepId,
    ...responseRecord({ responseId, stepId, target, kind, body, responder: alias, at }),
    participantId: responder,
    hiddenUntil: until,
    change: { target, responses: before ? 0 : 1, value: weightChange }
  }
}
