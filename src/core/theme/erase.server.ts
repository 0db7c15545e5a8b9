import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'

/**
 * Takes contributions whose words were erased out of what was read of their calls: where they were placed, what they were
 * like, and the frozen weights, which know words of theirs. The calls are read anew. What organisers gave as a reason for
 * merging or splitting them may repeat their words or name their author: it goes too. So do the sentences that a language
 * model drafted from them, also those whose answer is still on its way.
 */
export async function eraseReadings(
  tx: Tx,
  { callIds, ids }: { readonly callIds: readonly string[]; readonly ids: readonly string[] }
): Promise<void> {
  if (ids.length === 0) return
  await tx.query(sql`
    delete from theme_members m using unnest(${callIds}::uuid[], ${ids}::uuid[]) as e(call_id, contribution_id)
    where m.call_id = e.call_id and m.contribution_id = e.contribution_id`)
  await tx.query(sql`
    delete from near_copies n using unnest(${callIds}::uuid[], ${ids}::uuid[]) as e(call_id, contribution_id)
    where n.call_id = e.call_id and (n.contribution_id = e.contribution_id or n.other_id = e.contribution_id)`)
  await tx.query(sql`
    update analyses set model = null, state = case when state = 'done' then 'wanted' else state end, wanted_at = ${tx.now}
    where call_id = any(${callIds}::uuid[])`)
  await tx.query(sql`
    update reshapings r set reason = '…', undone_reason = ''
    from lineage l join unnest(${callIds}::uuid[], ${ids}::uuid[]) as e(call_id, contribution_id)
      on l.call_id = e.call_id and (l.source_id = e.contribution_id or l.contribution_id = e.contribution_id)
    where r.call_id = l.call_id and r.reshaping_id = l.reshaping_id`)
  await tx.query(sql`
    update machine_drafts d set
      sent = array(select id from unnest(d.sent) as id where not id = any(${ids}::uuid[])),
      sentences = (select coalesce(jsonb_agg(one order by n), '[]') from jsonb_array_elements(d.sentences) with ordinality as s(one, n)
        where not exists (select 1 from jsonb_array_elements_text(one->'cites') as cited where cited::uuid = any(${ids}::uuid[])))
    where d.call_id = any(${callIds}::uuid[]) and d.sent && ${ids}::uuid[]`)
}
