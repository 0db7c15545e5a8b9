import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { newId } from './id.ts'
import { Refusal } from './refusal.ts'
import type { Who } from './who.ts'

/** A guest who comes for the first time gets the id that the cookie will carry; everybody else stays who they are. */
export const identified = (who: Who): Who =>
  who.kind === 'guest' && who.personId === null ? { ...who, personId: newId() } : who

/** Keeps those who got an id just now: only what they did makes them people, so whoever was refused leaves nothing. */
export function keepNewcomers(tx: Tx, personIds: readonly string[]): void {
  if (personIds.length === 1) {
    tx.send(
      sql`insert into people (person_id, kind, created_at) values (${personIds[0]}, 'guest', ${tx.now})`
    )
  } else if (personIds.length > 1) {
    tx.send(sql`
      insert into people (person_id, kind, created_at) select id, 'guest', ${tx.now} from unnest(${personIds}::uuid[]) as id`)
  }
}

/**
 * Turns away whoever was erased: a session lives on for a moment, a guest's cookie for a year, and what they would do
 * could never be erased again. Nobody who passes can be erased before this transaction has ended.
 */
export async function refuseErased(tx: Tx, who: Who): Promise<void> {
  if (who.personId === null) return
  const [person] = await tx.query<{ erased: boolean }>(sql`
    select erased_at is not null as erased from people where person_id = ${who.personId} for key share`)
  if (person?.erased) throw new Refusal('not-signed-in')
}
