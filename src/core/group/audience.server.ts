import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import { invalid, Refusal } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import type { Who } from '../door/who.ts'
import type { AudienceRule } from './audience-rule.ts'

/** What a call that asks some people only is judged by. */
type Asking = Pick<Frame, 'callId' | 'audienceRule'>

/**
 * Refuses whoever is not asked. The one judge for contributing and commenting; responding asks `outsidersOf`, for many at
 * once. Nothing is looked up for a call that asks everybody.
 */
export async function refuseOutsiders(db: Db, call: Asking, who: Who): Promise<void> {
  if (!call.audienceRule) return
  const inside = await listInside(db, call.callId, call.audienceRule, [who])
  if (who.personId === null || !inside.has(who.personId)) throw notInAudience(call.audienceRule)
}

/** The refusals of those who are not asked, by their place among those who try. */
export async function outsidersOf(
  db: Db,
  trying: readonly { readonly call: Asking | undefined; readonly who: Who }[]
): Promise<Map<number, Refusal>> {
  const outside = new Map<number, Refusal>()
  if (!trying.some(({ call }) => call?.audienceRule)) return outside
  const calls = new Map(trying.flatMap(({ call }) => (call?.audienceRule ? [[call.callId, call]] : [])))
  for (const [callId, { audienceRule }] of calls) {
    const here = trying.filter(({ call }) => call?.callId === callId).map(({ who }) => who)
    const inside = await listInside(db, callId, audienceRule!, here)
    for (const [n, { call, who }] of trying.entries()) {
      if (call?.callId === callId && (who.personId === null || !inside.has(who.personId)))
        outside.set(n, notInAudience(audienceRule!))
    }
  }
  return outside
}

export async function isInside(db: Db, call: Asking, who: Who): Promise<boolean> {
  if (!call.audienceRule) return true
  if (who.personId === null) return false
  return (await listInside(db, call.callId, call.audienceRule, [who])).has(who.personId)
}

/** The refusal says what kind of people are asked, so that its text can say how to be one of them. */
const notInAudience = (rule: AudienceRule): Refusal =>
  new Refusal('not-in-audience', {
    facts: {
      asked: rule.kind,
      ...(rule.kind === 'domain' ? { domains: rule.domains.join(', ') } : {}),
      ...(rule.kind === 'verified' ? { hint: rule.hint } : {})
    }
  })

/** Which of these people a rule admits. */
async function listInside(
  db: Db,
  callId: string,
  rule: AudienceRule,
  knocking: readonly Who[]
): Promise<Set<string>> {
  const isEverybodys = rule.kind === 'verified'
  const ids = knocking.flatMap(who =>
    who.personId !== null && (isEverybodys || isSignedIn(who)) ? [who.personId] : []
  )
  if (ids.length === 0) return new Set()
  const rows = await db.query<{ person_id: string }>(statementOf(callId, rule, ids))
  return new Set(rows.map(row => row.person_id))
}

function statementOf(callId: string, rule: AudienceRule, ids: readonly string[]) {
  switch (rule.kind) {
    case 'group':
      return sql`
        select person_id from group_members
        where group_id = ${rule.groupId} and person_id = any(${ids}::uuid[]) and state = 'member'`
    case 'domain':
      return sql`
        select person_id from people where person_id = any(${ids}::uuid[]) and kind = 'account' and erased_at is null
          and split_part(lower(email), '@', 2) = any(${rule.domains}::text[])`
    case 'list':
      return sql`
        select p.person_id from people p join audience_entries e on e.call_id = ${callId}
          and e.entry_hash = sha256(convert_to(${callId}::text || ':' || lower(p.email), 'UTF8'))
        where p.person_id = any(${ids}::uuid[]) and p.kind = 'account' and p.erased_at is null`
    case 'verified':
      // Parts that belong together, of an account and the guests it claimed, share their entries.
      return sql`
        select distinct p.person_id from participants p
        join participants m on m.call_id = p.call_id
          and coalesce(m.linked_to, m.participant_id) = coalesce(p.linked_to, p.participant_id)
        join audience_entries e on e.call_id = m.call_id and e.participant_id = m.participant_id
        where p.call_id = ${callId} and p.person_id = any(${ids}::uuid[])`
  }
}

/** A call asks a group of its own organisation that is not closed, or one that it asked before. */
export async function checkAudienceRule(
  tx: Tx,
  organisationId: string,
  rule: AudienceRule | null,
  before: AudienceRule | null = null
): Promise<void> {
  if (rule?.kind !== 'group') return
  if (before?.kind === 'group' && before.groupId === rule.groupId) return
  const group = await first(
    tx,
    sql`
    select 1 as found from groups
    where group_id = ${rule.groupId} and organisation_id = ${organisationId} and closed_at is null`
  )
  if (!group) throw invalid('fields.audienceRule.groupId', 'not-found')
}
