import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { settleLoosening } from './loosening.server.ts'

/**
 * Takes somebody out of all groups, with what was answered and agreed to, and off every invited list. A proposal that
 * only this person had not agreed to holds from now on, as if the person had left. An entry of a verified list that was
 * used stays used: it is nobody's from now on.
 */
export async function eraseFromGroups(
  tx: Tx,
  personIds: readonly string[],
  email: string | null
): Promise<void> {
  const groups = await tx.query<{ group_id: string }>(sql`
    select group_id from groups where group_id in (
      select group_id from group_members where person_id = any(${personIds}::uuid[]))
    order by group_id for update`)
  await tx.query(sql`delete from group_members where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`delete from group_consents where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`
    update group_loosenings set proposed_by = null where proposed_by = any(${personIds}::uuid[])`)
  for (const { group_id: groupId } of groups) await settleLoosening(tx, groupId)
  if (email === null) return
  await tx.query(sql`delete from group_invitations where email = lower(${email})`)
  await tx.query(sql`
    delete from audience_entries e using calls c
    where e.call_id = c.call_id
      and e.entry_hash = sha256(convert_to(c.call_id::text || ':' || lower(${email}), 'UTF8'))`)
}
