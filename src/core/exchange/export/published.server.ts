import { sql } from '../../../db/sql.server.ts'
import type { Db } from '../../../db/sql.server.ts'
import type { PublishedResult } from '../../ledger/records.ts'
import { stepsOfRules } from '../../ledger/verify/check-results.ts'

/** Every version of a call's rules by the digest that the record holds. */
export async function rulesByDigest(db: Db, callId: string): Promise<Map<string, unknown>> {
  const rows = await db.query<{ digest: string; canonical: string }>(sql`
    select encode(hash, 'hex') as digest, canonical from rules where call_id = ${callId} order by version limit 1000`)
  return new Map(rows.map(row => [row.digest, JSON.parse(row.canonical)]))
}

/** Every version of every result, by `step version`, with the method and settings it was counted under. */
export async function publishedResults(db: Db, callId: string): Promise<Map<string, PublishedResult>> {
  const rows = await db.query<{ step_id: string; version: number; body: unknown; canonical: string }>(sql`
    select x.step_id, x.version, x.body, r.canonical
    from results x join rules r on r.call_id = x.call_id and r.version = x.rules_version
    where x.call_id = ${callId} order by x.step_id, x.version limit 1000`)
  return new Map(
    rows.map(({ step_id, version, body, canonical }) => {
      const step = stepsOfRules(JSON.parse(canonical)).find(one => one.id === step_id)
      return [
        `${step_id} ${version}`,
        { method: String(step?.method), settings: step?.settings, result: body }
      ]
    })
  )
}
