import { z } from 'zod'
import { stepState } from '../call/rules.ts'
import { listFrames, lockCall } from '../call/store.server.ts'
import { methodOf } from '../contribution/open-step.server.ts'
import { defineAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { isTrusted } from '../door/who.ts'
import { recordDigest } from '../ledger/sha256.ts'
import { findResult, insertResult, listCounted, makeStatistics } from './store.server.ts'
import { isCountedThrough, waitForPlaces } from './through.server.ts'

/**
 * Makes the result of a step that has closed. Whoever performs it must first have waited until every transaction that
 * began before the close has ended (`waitForEarlier`), so that nothing accepted is missing.
 */
export const makeResult = defineAct({
  name: 'result.make',
  title: 'Count a step that has closed',
  http: 'POST /calls/{callId}/steps/{stepId}/results',
  scope: null,
  input: z.strictObject({ callId: z.uuid(), stepId: z.uuid() }),
  load: async (tx, { callId, stepId }) => {
    await lockCall(tx, callId)
    const call = (await listFrames(tx, [callId])).get(callId)
    const step = call?.steps.find(one => one.stepId === stepId)
    if (!call?.openedAt || !step) throw new Refusal('not-found')
    return { call, step, last: await findResult(tx, callId, stepId) }
  },
  may: who => isTrusted(who),
  run: async (work, { call, step, last }) => {
    if (stepState(call, step, work.tx.now) !== 'closed') throw new Refusal('still-open')
    const { method } = methodOf(work.methods, step)
    const place = { callId: call.callId, stepId: step.stepId }
    const through = await waitForPlaces(work.tx, place)
    const { contributions, responses } = await listCounted(work.tx, call.callId, step.stepId)
    // Somebody moderated while we read: what was read may be of before and after.
    if (!(await isCountedThrough(work.tx, place, through))) throw new Refusal('busy')
    const at = (step.closesAt ?? work.tx.now).getTime()
    const body = await work.tally(method.id, step.settings, contributions, responses, at)
    const statistics = await makeStatistics(work.tx, call.callId, step.stepId)
    const version = (last?.version ?? 0) + 1
    await insertResult(work.tx, {
      callId: call.callId,
      stepId: step.stepId,
      version,
      body,
      statistics,
      rulesVersion: call.rulesVersion!
    })
    return {
      callId: call.callId,
      stepId: step.stepId,
      version,
      through,
      digest: recordDigest(body),
      rule: body.rule
    }
  },
  lines: (_, { callId, stepId }, result) => [
    {
      log: callId,
      effect: 'put',
      subject: { kind: 'result', id: stepId },
      step: stepId,
      counted: { version: result.version, result: result.digest, through: result.through }
    }
  ]
})
