import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'

/**
 * Takes what somebody declared, said and was told as an expert, or wrote as whoever asked one. That a person was asked
 * for a call, and how it ended, stays there as nobody's.
 */
export async function eraseExpert(tx: Tx, personIds: readonly string[]): Promise<void> {
  await tx.query(sql`delete from skills where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`
    update expert_invitations set words = '', invited_by = null, inviter_shares = false
    where invited_by = any(${personIds}::uuid[])`)
  await tx.query(sql`
    update expert_invitations set person_id = gen_random_uuid(), words = '', reply = '', conflict = null,
      expert_shares = false, state = case when state = 'invited' then 'declined' else state end
    where person_id = any(${personIds}::uuid[])`)
}
