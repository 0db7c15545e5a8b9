import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { first, sql } from '../../db/sql.server.ts'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { canonicalRules, hashOfRules } from './canonical.ts'
import { callState, currentStep, mayKnowOf, opensWith, stepState } from './rules.ts'
import type { Call } from './rules.ts'
import { findCall } from './store.server.ts'

export { listCalls, listDesk } from './lists.ts'

export interface SeenCall {
  readonly call: Call
  readonly roles: ReadonlySet<Role>
}

/** A call by id or address, as far as whoever looks may know of it. */
export async function loadSeenCall(db: Db, { call: name }: { call: string }, who: Who): Promise<SeenCall> {
  const call = await findCall(db, name)
  if (!call) throw new Refusal('not-found')
  const roles =
    who.kind === 'guest' ? new Set<Role>() : await rolesOf(db, who, call.organisationId, call.callId)
  if (!mayKnowOf(call, roles)) throw new Refusal('not-found')
  return { call, roles }
}

const named = z.strictObject({
  call: z
    .string()
    .max(100)
    .regex(/^[0-9a-z-]+$/)
})

/** A call as pages and the API show it, with where it is now. */
function shownCall(call: Call, organisation: { slug: string; name: string; accent: number }, now: Date) {
  const {
    organisationId: _,
    isDemo,
    steps,
    createdAt,
    changedAt,
    openedAt,
    concludedAt,
    cancelledAt,
    ...texts
  } = call
  return {
    ...texts,
    organisation,
    isDemo,
    state: callState(call, now),
    currentStep: currentStep(call, now)?.stepId ?? null,
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
    openedAt: openedAt?.toISOString() ?? null,
    concludedAt: concludedAt?.toISOString() ?? null,
    cancelledAt: cancelledAt?.toISOString() ?? null,
    steps: steps.map(step => ({
      ...step,
      state: stepState(call, step, now),
      opensAt: step.opensAt?.toISOString() ?? null,
      closesAt: step.closesAt?.toISOString() ?? null
    }))
  }
}

export const findCallView = defineView({
  name: 'call.find',
  title: 'One call: its question, promise, rules and steps, and what came in so far',
  http: 'GET /calls/{call}',
  scope: 'read',
  input: named,
  load: loadSeenCall,
  may: () => true,
  run: async (look, { call, roles }) => {
    const organisation = await first<{ slug: string; name: string; accent: number }>(
      look.db,
      sql`select slug, name, accent from organisations where organisation_id = ${call.organisationId}`
    )
    const totals = await look.db.query<{ step_id: string; contributions: number }>(sql`
      select step_id, contributions from step_totals where call_id = ${call.callId} limit 20`)
    const statements = await first<{ statement: string | null; reason: string | null }>(
      look.db,
      sql`
      select (select statement from conclusions where call_id = ${call.callId}) as statement,
        (select reason from cancellations where call_id = ${call.callId}) as reason`
    )
    return {
      ...shownCall(call, organisation!, look.now),
      statement: statements?.statement ?? null,
      cancelReason: statements?.reason ?? null,
      contributions: Object.fromEntries(totals.map(row => [row.step_id, row.contributions])),
      roles: [...roles]
    }
  }
})

export const checkCall = defineView({
  name: 'call.check',
  title: 'What is still missing before a draft can open, and its rules as the text that would be frozen',
  http: 'GET /calls/{call}/check',
  scope: 'organise',
  input: named,
  load: loadSeenCall,
  may: (_, { roles }) => hasRole(roles, 'organiser'),
  run: async (look, { call }) => {
    const canonical = canonicalRules(call)
    return { problems: opensWith(call, look.methods, look.now), canonical, rulesHash: hashOfRules(canonical) }
  }
})

export const listRules = defineView({
  name: 'call.rules',
  title: 'Every version of the frozen rules: the text that was hashed, when and why it changed',
  http: 'GET /calls/{call}/rules',
  scope: 'read',
  input: named,
  load: loadSeenCall,
  may: () => true,
  run: async (look, { call }) => {
    const rows = await look.db.query<{
      version: number
      canonical: string
      hash: string
      reason: string
      made_at: Date
    }>(sql`
      select version, canonical, encode(hash, 'hex') as hash, reason, made_at from rules
      where call_id = ${call.callId} order by version limit 100`)
    return {
      items: rows.map(row => ({
        version: row.version,
        canonical: row.canonical,
        hash: row.hash,
        reason: row.reason,
        madeAt: row.made_at.toISOString()
      }))
    }
  }
})
