import { draftAnswer } from '../../../src/core/answer/acts.ts'
import { newId } from '../../../src/core/door/id.ts'
import { makeResult } from '../../../src/core/result/acts.ts'
import { sql } from '../../../src/db/sql.server.ts'
import { sequence } from '../../support/world.ts'
import type { Attempt, Attempts, Scene } from './attempt.ts'

const aReason = 'The council has decided so today.'

const callId = ({ callId }: Scene) => ({ callId })
const callBySlug = ({ slug }: Scene) => ({ call: slug })
const step = ({ callId, stepId }: Scene) => ({ callId, stepId })

async function counted(scene: Scene): Promise<{ callId: string; stepId: string }> {
  await sequence(scene.database)
  await scene.door.perform(makeResult, { kind: 'system', job: 'test', personId: null }, step(scene))
  await sequence(scene.database)
  return step(scene)
}

/** Everything has its answer. */
const answered = (scene: Scene) =>
  scene.door.perform(draftAnswer, scene.owner, {
    callId: scene.callId,
    select: { by: 'filter' },
    status: 'declined',
    body: aReason,
    next: 'publish'
  })

async function revisionOf({ database, callId }: Scene): Promise<number> {
  const [call] = await database.query<{ revision: number }>(sql`
    select revision from calls where call_id = ${callId}`)
  return call!.revision
}

const log = ({ callId }: Scene) => ({ log: callId })
const ofResult: Attempt = { call: 'closed', input: counted }

export const callAttempts: Attempts = {
  'call.cancel': { input: ({ callId }) => ({ callId, reason: aReason }) },
  'call.change': {
    input: async scene => ({
      callId: scene.callId,
      revision: await revisionOf(scene),
      reason: aReason,
      fields: { ...scene.fields, summary: 'Other words.' }
    })
  },
  'call.check': { call: 'draft', input: callBySlug },
  'call.conclude': {
    call: 'closed',
    input: async scene => {
      await counted(scene)
      await answered(scene)
      return { callId: scene.callId, statement: aReason }
    }
  },
  'call.desk': { input: ({ organisationId }) => ({ organisationId }) },
  'call.draft': {
    input: ({ organisationId, fields }) => ({ organisationId, slug: `draft-${newId()}`, fields })
  },
  'call.drop': { call: 'draft', input: callId },
  'call.edit': {
    call: 'draft',
    input: async scene => ({ callId: scene.callId, revision: await revisionOf(scene), fields: scene.fields })
  },
  'call.export': { input: callBySlug },
  'call.find': { input: callBySlug },
  'call.find, a draft': { call: 'draft', input: callBySlug },
  'call.list': { input: () => ({}) },
  'call.open': { call: 'draft', input: callId },
  'call.rules': { input: callBySlug },
  'call.rules, of a draft': { call: 'draft', input: callBySlug },

  'preset.find': { input: () => ({ preset: 'idea-board', language: 'en', timeZone: 'Europe/Kyiv' }) },
  'preset.list': { input: () => ({}) },

  'ledger.check': { input: scene => ({ ...log(scene), receipt: 'MOZAIKA RECEIPT 1' }) },
  'ledger.lines': { input: log },
  'ledger.log': { input: log },
  'ledger.tile': {
    input: async scene => {
      await sequence(scene.database)
      return { ...log(scene), path: 'tile/0/000.p/1' }
    }
  },
  'ledger.receipt': {
    input: async ({ database, callId }, { personId }) => {
      await database.query(sql`
        insert into participants (call_id, participant_id, person_id, channel, joined_at)
        values (${callId}, ${newId()}, ${personId}, 'web', now()) on conflict do nothing`)
      const [own] = await database.query<{ line_id: string }>(sql`
        update ledger_lines set participant_id =
          (select participant_id from participants where call_id = ${callId} and person_id = ${personId})
        where log_id = ${callId} and line_id = (select min(line_id::text)::uuid from ledger_lines where log_id = ${callId})
        returning line_id`)
      return { log: callId, line: own!.line_id }
    }
  },

  'result.find': ofResult,
  'result.make': {
    call: 'closed',
    input: async scene => {
      await sequence(scene.database)
      return step(scene)
    }
  },
  'result.material': ofResult,
  'result.ranking': ofResult,
  'step.totals': { input: step }
}
