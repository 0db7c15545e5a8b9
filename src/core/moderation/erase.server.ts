import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import type { Keys } from '../person/erase-store.server.ts'

/**
 * Destroys what people wrote in their appeals, what moderators wrote about words that are gone, what rules saw in them,
 * and the traces of where they came from. That something was decided, contested and held stays counted.
 */
export async function eraseModeration(
  tx: Tx,
  { parts, subjects, personIds }: { parts: Keys; subjects: Keys; personIds: readonly string[] }
): Promise<void> {
  await tx.query(sql`
    update appeals a set words = ''
    from unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as m(call_id, participant_id)
    where a.call_id = m.call_id and a.participant_id = m.participant_id`)
  await tx.query(sql`
    with gone as (
      update moderation_decisions d set reason = '', scope = '', facts = '', rule = ''
      from unnest(${subjects.callIds}::uuid[], ${subjects.ids}::uuid[]) as m(call_id, target)
      where d.call_id = m.call_id and d.target = m.target returning d.call_id, d.decision_id
    )
    update appeals a set words = '', reason = '' from gone where a.call_id = gone.call_id and a.decision_id = gone.decision_id`)
  await tx.query(sql`
    update holds h set found = '{}'
    from unnest(${subjects.callIds}::uuid[], ${subjects.ids}::uuid[]) as m(call_id, target)
    where h.call_id = m.call_id and h.target = m.target`)
  await tx.query(sql`
    delete from arrivals a using unnest(${subjects.callIds}::uuid[], ${subjects.ids}::uuid[]) as m(call_id, target)
    where a.call_id = m.call_id and a.target = m.target`)
  await tx.query(sql`delete from sign_ups where person_id = any(${personIds}::uuid[])`)
}
