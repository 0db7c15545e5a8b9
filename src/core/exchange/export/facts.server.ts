import { first, sql } from '../../../db/sql.server.ts'
import type { Db } from '../../../db/sql.server.ts'
import type { Call } from '../../call/rules.ts'
import { callState } from '../../call/rules.ts'
import type { JsonObject } from '../../ledger/canonical.ts'

/** What is public of a call beside its rules: whose it is, where it stands, who took part. */
export async function callFacts(db: Db, call: Call, origin: string, now: Date): Promise<JsonObject> {
  const organisation = await first<{ slug: string; name: string; domain: string | null }>(
    db,
    sql`select slug, name, domain from organisations where organisation_id = ${call.organisationId}`
  )
  const statements = await first<{ statement: string | null; reason: string | null }>(
    db,
    sql`select (select statement from conclusions where call_id = ${call.callId}) as statement,
      (select reason from cancellations where call_id = ${call.callId}) as reason`
  )
  const statistics = await db.query<{
    step_id: string
    version: number
    statistics: JsonObject
    made_at: Date
  }>(sql`
    select step_id, version, statistics, made_at from results where call_id = ${call.callId}
    order by step_id, version limit 1000`)
  return {
    slug: call.slug,
    question: call.question,
    address: `${origin}/calls/${call.slug}`,
    organisation: { slug: organisation!.slug, name: organisation!.name, domain: organisation!.domain },
    state: callState(call, now),
    openedAt: call.openedAt?.toISOString() ?? null,
    statement: statements?.statement ?? null,
    cancelReason: statements?.reason ?? null,
    participation: statistics.map(row => ({
      step: row.step_id,
      version: row.version,
      madeAt: row.made_at.toISOString(),
      statistics: row.statistics
    }))
  }
}
